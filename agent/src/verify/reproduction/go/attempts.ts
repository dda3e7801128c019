import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { AttemptInput, Proposed } from '../attempts.ts';
import { combinations, type Guess, type GuessFile, raisingGuesses } from '../guesses.ts';
import { type Hints, hintsOf } from '../hints.ts';
import { replayRequest } from '../replay-request.ts';
import type { Target } from '../target.ts';
import { type GoPackage, goPackage } from './package.ts';
import { goTestFile, regressionPath } from './test-file.ts';
import { type GoValue, goValues, instances, parameterTypes } from './values.ts';

const mostPerTarget = 12;

/**
 * Attempts for Go, the outermost call first. Its traces hold no values, so that input is made up, but for the request
 * that a handler is given.
 */
export async function* goAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const { context, plan, targets, expected } = input;
  const hints = { ...hintsOf('go', expected), request: replayRequest(input.event) };
  const packages = new Map<Target, GoPackage>();
  const guesses: Guess[] = [];
  const reasons = new Map<Target, string>();
  for (const target of targets) {
    const where = await goPackage(context, plan.project, target);
    packages.set(target, where);
    const made = guessesFor(target, where, hints);
    if ('reason' in made) reasons.set(target, made.reason);
    else guesses.push(...made.guesses);
  }
  const { found, reason } = await raisingGuesses(input, guesses, chosen => guessFiles(chosen, packages));
  for (const target of targets) {
    const guess = found.get(target);
    const where = packages.get(target);
    if (guess === undefined || where === undefined) {
      yield { level: target.frame, reason: reasons.get(target) ?? reason };
      continue;
    }
    const path = await regressionPath(context, target);
    const test = { path, before: null, after: goTestFile(where.name, [{ name: titleOf(target), guess }]) };
    yield { level: target.frame, test, guessed: guess.captured !== true, exactPlace: true };
  }
}

function titleOf({ function: info }: Target): string {
  const words = [info.className ?? '', info.name].map(word => word.charAt(0).toUpperCase() + word.slice(1));
  return `Test${words.join('')}DoesNotPanic`;
}

/** Calls with made-up receivers and arguments. */
function guessesFor(
  target: Target,
  where: GoPackage,
  hints: Hints,
): { guesses: Guess[] } | { reason: string } {
  const { function: info } = target;
  const title = info.qualifiedName || t('a function literal');
  if (info.kind === 'lambda' || /^(?:main|init|)$/.test(info.name))
    return { reason: t('{0} cannot be called', title) };
  const types = parameterTypes(target);
  if (types === undefined || info.node.child('type_parameters'))
    return { reason: t('the types of {0} cannot be made up', title) };
  const receivers = receiversOf(target, where, hints);
  if (receivers === undefined) return { reason: t('the receiver of {0} cannot be made', title) };
  const lists = [receivers, ...types.map(type => goValues(type, hints, where))];
  const without = lists.findIndex(list => list.length === 0);
  if (without > 0) return { reason: t('nothing can be made up for {0}', types[without - 1] ?? title) };
  return {
    guesses: combinations(lists, mostPerTarget).map(([receiver, ...given]) => {
      const imports = [...(receiver?.imports ?? []), ...given.flatMap(value => value.imports)];
      const before = given.flatMap(value => value.before ?? []);
      const call = `${info.name}(${given.map(value => value.text).join(', ')})`;
      if (!receiver || receiver.text === '') {
        const captured = given.length > 0 && given.every(value => value.captured);
        return { target, imports, lines: [...before, call], captured };
      }
      const name = variableFor(info.className ?? 'value', where);
      return { target, imports, lines: [`${name} := ${receiver.text}`, ...before, `${name}.${call}`] };
    }),
  };
}

function receiversOf(target: Target, where: GoPackage, hints: Hints): GoValue[] | undefined {
  const { className, node } = target.function;
  if (className === undefined) return [{ text: '', imports: [] }];
  const known = where.classes.get(className);
  const pointer = node.child('receiver')?.parts[0]?.child('type')?.type === 'pointer_type';
  const made = known ? instances(known, pointer, { ...hints, missing: false }, where, 0) : [];
  // A method of a value can be called on what a constructor points to, too.
  const pointed =
    known && !pointer ? instances(known, true, { ...hints, missing: false }, where, 0).slice(0, -1) : [];
  return made.length + pointed.length === 0 ? undefined : [...pointed, ...made];
}

function variableFor(className: string, { name }: GoPackage): string {
  const word = className.charAt(0).toLowerCase() + className.slice(1);
  const taken = word === name || /^(?:t|type|map|func|range|error|string|int|request)$/.test(word);
  return taken ? 'subject' : word;
}

/** All guesses of one package in one file; a panic ends its test alone. */
function guessFiles(
  guesses: ReadonlyMap<number, Guess>,
  packages: ReadonlyMap<Target, GoPackage>,
): GuessFile[] {
  const byFolder = new Map<string, { name: string; tests: { name: string; guess: Guess }[] }>();
  for (const [number, guess] of guesses) {
    const where = packages.get(guess.target);
    if (where === undefined) continue;
    const known = byFolder.get(where.folder) ?? { name: where.name, tests: [] };
    known.tests.push({ name: `TestErrataGuess${number}`, guess });
    byFolder.set(where.folder, known);
  }
  return [...byFolder].map(([folder, { name, tests }]) => ({
    path: posix.join(folder, 'errata_guess_test.go'),
    text: goTestFile(name, tests, true),
  }));
}
