import { t } from '@vscode/l10n';
import { installedFolder } from '../../project.ts';
import type { Thrown } from '../attempt.ts';
import type { AttemptInput, Proposed } from '../attempts.ts';
import { findExemplar } from '../exemplar.ts';
import { completedArguments, madeUpArguments } from '../made-up/arguments.ts';
import { replayRequest } from '../replay-request.ts';
import { mayGuess, type Target } from '../target.ts';
import { borrowMade } from './borrowed.ts';
import { callArguments, classToMake, functionCall, guessedCall } from './function-call.ts';
import { findHttpApps } from './http-app.ts';
import { httpReplay } from './http-replay.ts';
import { scriptRun } from './script-run.ts';
import { learnStyle } from './style.ts';
import { newTestPath, type TestBody, writeTestFile } from './test-file.ts';

const mostApps = 3;

/** Attempts for JavaScript and TypeScript, the outermost first. */
export async function* javascriptAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  yield* requestAttempts(input);
  const unknown: Target[] = [];
  for (const [index, target] of input.targets.entries()) {
    if (index === 1) yield* scriptAttempts(input);
    const captured = callArguments(target, input.targets);
    if ('reason' in captured) {
      yield { level: target.frame, reason: captured.reason };
      unknown.push(target);
      continue;
    }
    const values = await completedArguments(input.context, target, captured);
    const { style, write } = await writer(input, target.file);
    const owner = classToMake(target);
    const instance =
      owner === undefined ? undefined : await borrowMade(input.context, input.plan.testFiles, owner);
    const made = functionCall(target, values, style, input.exception, instance);
    const written = (body: TestBody, thrown?: Thrown) =>
      write(body, [target.function.name], style.assertions !== 'chai' || !body.async || thrown !== undefined);
    if ('reason' in made) yield { level: target.frame, reason: made.reason };
    else
      yield {
        level: target.frame,
        test: await written(made.body),
        ...(values === captured ? {} : { guessed: true }),
        async expecting(thrown) {
          const other = functionCall(target, values, style, input.exception, instance, thrown);
          return written('body' in other ? other.body : made.body, thrown);
        },
      };
  }
  if (input.targets.length <= 1) yield* scriptAttempts(input);
  for (const target of unknown) yield* guessedCalls(input, target);
  for (const target of unknown) yield* madeUpCalls(input, target);
}

/** The program itself, run without arguments: a function's call says more, but needs captured arguments. */
async function* scriptAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  for (const { file, frame } of input.scripts) {
    const { style, write } = await writer(input, file);
    const body = scriptRun(file, input.plan.project.folder, style, input.exception);
    const words = file.split('/').at(-1)?.split('.').slice(0, 1) ?? [];
    yield { level: frame, test: await write(body, words, true) };
  }
}

/**
 * For an event without variables: calls like those of the existing tests with one input made smaller. Nothing that a
 * caller would have to be blamed for is passed in, so what raises the exception is a bug of the code.
 */
async function* guessedCalls(input: AttemptInput, target: Target): AsyncGenerator<Proposed> {
  const { function: info, frame: level } = target;
  if (!mayGuess(target, input.targets)) return;
  const borrowed = await borrowMade(input.context, input.plan.testFiles, info.name);
  if (borrowed?.variants === undefined) return;
  const { style, write } = await writer(input, target.file);
  for (const variant of borrowed.variants) {
    const body = guessedCall(target, variant, style, input.exception);
    const test = await write(body, [info.name], style.assertions !== 'chai' || !body.async);
    yield { level, test, guessed: true };
  }
}

/** For an event without variables that no test shows a call for: calls with arguments of the kinds that the function uses. */
async function* madeUpCalls(input: AttemptInput, target: Target): AsyncGenerator<Proposed> {
  const { context, plan, exception } = input;
  const choices = await madeUpArguments(context, target, input.targets);
  if (choices.length === 0) return;
  const { style, write } = await writer(input, target.file);
  const owner = classToMake(target);
  const instance = owner === undefined ? undefined : await borrowMade(context, plan.testFiles, owner);
  for (const values of choices) {
    const made = functionCall(target, values, style, exception, instance);
    if ('reason' in made) return;
    const body = { ...made.body, title: `does not raise a ${exception}` };
    const test = await write(body, [target.function.name], style.assertions !== 'chai' || !body.async);
    yield { level: target.frame, test, guessed: true, exactPlace: true };
  }
}

async function* requestAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const request = replayRequest(input.event);
  if (request === undefined) return;
  const { context, plan } = input;
  const tests = new Set(plan.testFiles);
  const apps = await findHttpApps(
    context,
    plan.project.files.filter(file => !tests.has(file)),
  );
  if (apps.length === 0) yield { level: 'request', reason: t('no HTTP app is exported by the project') };
  const supertest = (await installedFolder(context, plan.project.folder, 'supertest')) !== undefined;
  for (const app of apps.slice(0, mostApps)) {
    const { style, write } = await writer(input, app.file);
    const borrowed = app.needsArguments ? await borrowMade(context, plan.testFiles, app.name) : undefined;
    if (app.needsArguments && borrowed === undefined) {
      yield {
        level: 'request',
        reason: t('{0} needs arguments, and no test shows how to make them', app.name),
      };
      continue;
    }
    const body = httpReplay(app, request, style, supertest, borrowed);
    if (body === undefined) yield { level: 'request', reason: t('the body of the request was not captured') };
    else {
      const words = [
        request.method.toLowerCase(),
        ...(request.path
          .split('?')[0]
          ?.split('/')
          .filter(part => /^[a-z][a-z-]{1,20}$/i.test(part)) ?? []),
      ];
      yield { level: 'request', test: await write(body, words, true) };
    }
  }
}

async function writer({ context, plan }: AttemptInput, file: string) {
  const exemplar = await findExemplar(context, plan.testFiles, file);
  const style = await learnStyle(context, plan.project, plan.framework, exemplar, file);
  const write = async (body: TestBody, words: readonly string[], assertsWith: boolean) => {
    const path = await newTestPath(context, exemplar, file, words, plan.project.folder);
    return { path, before: null, after: writeTestFile(path, body, style, assertsWith) };
  };
  return { style, write };
}
