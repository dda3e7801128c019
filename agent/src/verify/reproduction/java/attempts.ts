import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { AttemptInput, Proposed } from '../attempts.ts';
import { combinations, type Guess, type GuessFile, raisingGuesses } from '../guesses.ts';
import { type Hints, hintsOf } from '../hints.ts';
import { replayRequest } from '../replay-request.ts';
import type { Target } from '../target.ts';
import { JavaClasses, modified, typesOf } from './classes.ts';
import { requestValue } from './request-values.ts';
import { type JavaStyle, javaStyle, javaTestFile, testFolder } from './test-file.ts';
import { instances, javaValues } from './values.ts';

const mostPerTarget = 12;
const guessClass = 'ErrataGuessTest';

/**
 * Attempts for Java, the outermost call first. Its traces hold no values, so that input is made up, but for what a
 * controller is given of the request.
 */
export async function* javaAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const { context, plan, targets, expected, exception } = input;
  const style = await javaStyle(context, plan);
  const hints = { ...hintsOf('java', expected), request: replayRequest(input.event) };
  const packages = new Map<Target, string>();
  const guesses: Guess[] = [];
  const reasons = new Map<Target, string>();
  for (const target of targets) {
    const classes = new JavaClasses(context, plan.project, target);
    packages.set(target, classes.package_);
    const made = style
      ? await guessesFor(target, classes, hints)
      : { reason: t('the build has no test framework') };
    if ('reason' in made) reasons.set(target, made.reason);
    else guesses.push(...made.guesses);
  }
  const write = (chosen: ReadonlyMap<number, Guess>) =>
    style ? guessFiles(input, chosen, packages, style) : [];
  const { found, reason } = await raisingGuesses(input, guesses, write);
  for (const target of targets) {
    const guess = found.get(target);
    const package_ = packages.get(target) ?? '';
    if (guess === undefined || style === undefined) {
      yield { level: target.frame, reason: reasons.get(target) ?? reason };
      continue;
    }
    const name = await freeName(input, target, package_);
    const path = posix.join(testFolder(plan, target, package_), `${name}.java`);
    const after = javaTestFile(package_, name, [{ name: `doesNotThrow${exception}`, guess }], style);
    const test = { path, before: null, after };
    yield { level: target.frame, test, guessed: guess.captured !== true, exactPlace: true };
  }
}

/** Calls with made-up objects and arguments. */
async function guessesFor(
  target: Target,
  classes: JavaClasses,
  hints: Hints,
): Promise<{ guesses: Guess[] } | { reason: string }> {
  const { function: info } = target;
  const owner = info.className?.split('.').at(-1) ?? '';
  const title = info.qualifiedName || 'a lambda';
  if (info.kind === 'lambda' || info.name === '<clinit>' || info.name === 'main')
    return { reason: t('{0} cannot be called', title) };
  if (modified(info.node, 'private')) return { reason: t('{0} is private', title) };
  const types = typesOf(info);
  const taken = info.parameters.filter(parameter => !parameter.rest);
  const sent = taken.map(parameter => requestValue(parameter, info, hints.request));
  const lists = [];
  for (const [at, type] of types.entries()) {
    const value = sent[at];
    lists.push(value ? [value] : type === undefined ? [] : await javaValues(type, hints, classes));
  }
  const without = lists.findIndex(list => list.length === 0);
  if (without >= 0) return { reason: t('nothing can be made up for {0}', types[without] ?? owner) };
  const makes = info.kind === 'constructor';
  const inner = (await classes.named(owner)) === undefined;
  const objects = info.static || makes ? [{ text: '', imports: [] }] : await instances(owner, classes);
  if (inner || objects.length === 0) return { reason: t('a {0} cannot be made', owner) };
  return {
    guesses: combinations([objects, ...lists], mostPerTarget).map(([object, ...given]) => {
      const imports = [...(object?.imports ?? []), ...given.flatMap(value => value.imports)];
      const arguments_ = `(${given.map(value => value.text).join(', ')});`;
      if (makes) return { target, imports, lines: [`new ${owner}${arguments_}`] };
      if (info.static) return { target, imports, lines: [`${owner}.${info.name}${arguments_}`] };
      const name = owner.charAt(0).toLowerCase() + owner.slice(1);
      const lines = [`${owner} ${name} = ${object?.text};`, `${name}.${info.name}${arguments_}`];
      const captured =
        object?.text === `new ${owner}()` && given.length > 0 && sent.every(value => value !== undefined);
      return { target, imports, lines, captured };
    }),
  };
}

/** All guesses of one package in one class. */
function guessFiles(
  { plan }: AttemptInput,
  guesses: ReadonlyMap<number, Guess>,
  packages: ReadonlyMap<Target, string>,
  style: JavaStyle,
): GuessFile[] {
  const byFolder = new Map<string, { package_: string; tests: { name: string; guess: Guess }[] }>();
  for (const [number, guess] of guesses) {
    const package_ = packages.get(guess.target) ?? '';
    const folder = testFolder(plan, guess.target, package_);
    const known = byFolder.get(folder) ?? { package_, tests: [] };
    known.tests.push({ name: `guess${number}`, guess });
    byFolder.set(folder, known);
  }
  return [...byFolder].map(([folder, { package_, tests }]) => ({
    path: posix.join(folder, `${guessClass}.java`),
    text: javaTestFile(package_, guessClass, tests, style),
  }));
}

/** `PricesTwiceRegressionTest`, unless there is one. */
async function freeName({ context, plan }: AttemptInput, target: Target, package_: string): Promise<string> {
  const present = new Set(await context.sources.list());
  const { className = '', name } = target.function;
  const method = /^</.test(name) ? 'New' : name.charAt(0).toUpperCase() + name.slice(1);
  const folder = testFolder(plan, target, package_);
  for (let number = 1; ; number++) {
    const made = `${className.split('.').at(-1)}${method}Regression${number === 1 ? '' : number}Test`;
    if (!present.has(posix.join(folder, `${made}.java`))) return made;
  }
}
