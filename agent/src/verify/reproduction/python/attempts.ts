import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { AttemptInput, Proposed } from '../attempts.ts';
import { borrowCall, borrowPrepared } from '../borrow.ts';
import { findExemplar } from '../exemplar.ts';
import { madeUpArguments } from '../made-up/arguments.ts';
import { replayRequest } from '../replay-request.ts';
import { mayGuess, type Target } from '../target.ts';
import { type Arguments, pythonArguments } from './arguments.ts';
import { guessedPythonTests, pythonCallTest } from './function-call.ts';
import { importLine } from './imports.ts';
import { learnPythonStyle, moduleName } from './style.ts';
import { newTestPath, writeTestFile } from './test-file.ts';
import { findWebApps, type WebApp } from './web-app.ts';
import { type AppSource, hasFixture, webReplay } from './web-replay.ts';

const mostApps = 3;

/** Attempts for Python: the whole request first, then calls, the outermost first. */
export async function* pythonAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const { context, plan, targets, exception } = input;
  yield* requestAttempts(input);
  const unknown: Target[] = [];
  for (const target of targets) {
    const given = await pythonArguments(context, plan, target);
    const exemplar = await findExemplar(context, plan.testFiles, target.file);
    if ('reason' in given) {
      yield { level: target.frame, reason: given.reason };
      if (mayGuess(target, targets)) {
        for (const made of await guessedPythonTests(context, plan, target, exemplar, exception)) {
          yield {
            level: target.frame,
            test: { path: made.path, before: null, after: made.text },
            guessed: true,
          };
        }
      }
      unknown.push(target);
      continue;
    }
    const made = await pythonCallTest(context, plan, target, given, exemplar, exception);
    if ('reason' in made) yield { level: target.frame, reason: made.reason };
    else {
      const test = { path: made.path, before: null, after: made.text };
      yield {
        level: target.frame,
        test,
        ...(given.guessed ? { guessed: true } : {}),
        async expecting(thrown) {
          const other = await pythonCallTest(context, plan, target, given, exemplar, exception, thrown);
          return 'text' in other ? { ...test, after: other.text } : test;
        },
      };
      yield* preparedCall(input, target, given);
    }
  }
  for (const target of unknown) yield* madeUpCalls(input, target);
}

/** The call of a method on an object that was not captured, and may need to hold something first: as a test leaves it. */
async function* preparedCall(
  { context, plan, exception }: AttemptInput,
  target: Target,
  given: Arguments,
): AsyncGenerator<Proposed> {
  const { className, kind, static: plain } = target.function;
  if (className === undefined || kind === 'constructor' || plain || given.self?.kind !== 'hole') return;
  const prepared = await borrowPrepared(context, plan.testFiles, className);
  if (prepared === undefined || prepared.imports.some(entry => entry.source.startsWith('.'))) return;
  const exemplar = await findExemplar(context, plan.testFiles, target.file);
  const made = await pythonCallTest(context, plan, target, { ...given, prepared }, exemplar, exception);
  if ('reason' in made) return;
  yield { level: target.frame, test: { path: made.path, before: null, after: made.text }, guessed: true };
}

/** For an event without variables that no test shows a call for: calls with arguments of the kinds that the function uses. */
async function* madeUpCalls(
  { context, plan, targets, exception }: AttemptInput,
  target: Target,
): AsyncGenerator<Proposed> {
  const exemplar = await findExemplar(context, plan.testFiles, target.file);
  const { parameters } = target.function;
  for (const values of await madeUpArguments(context, target, targets)) {
    const named = values.map((value, at) => ({
      name: parameters[at]?.name ?? '',
      keyword: parameters[at]?.keywordOnly ?? false,
      value,
    }));
    const given = { arguments: named, self: undefined, guessed: true, madeUp: true, imports: [], lines: [] };
    const made = await pythonCallTest(context, plan, target, given, exemplar, exception);
    if ('reason' in made) return;
    const test = { path: made.path, before: null, after: made.text };
    yield { level: target.frame, test, guessed: true, exactPlace: true };
  }
}

async function* requestAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const request = replayRequest(input.event);
  if (request === undefined) return;
  const { context, plan } = input;
  const tests = new Set(plan.testFiles);
  const apps = await findWebApps(
    context,
    plan.project.files.filter(file => !tests.has(file)),
  );
  if (apps.length === 0)
    yield {
      level: 'request',
      reason: t('no Flask, Django, FastAPI or Starlette app is found in the project'),
    };
  for (const app of apps.slice(0, mostApps)) {
    const exemplar = await findExemplar(context, plan.testFiles, app.file);
    const style = learnPythonStyle(exemplar, plan.framework);
    const source = await sourceOf(input, app, style.shape === 'function' ? exemplar?.path : undefined);
    if ('reason' in source) {
      yield { level: 'request', reason: source.reason };
      continue;
    }
    const written = webReplay(app, request, source, style);
    if (written === undefined) {
      yield { level: 'request', reason: t('the body of the request cannot be written as source') };
      continue;
    }
    const path = await newTestPath(context, plan, exemplar, [written.subject]);
    yield { level: 'request', test: { path, before: null, after: writeTestFile(written, style) } };
  }
}

async function sourceOf(
  { context, plan }: AttemptInput,
  app: WebApp,
  besides: string | undefined,
): Promise<AppSource | { reason: string }> {
  const module = await moduleName(context, plan.project, app.file, plan.testFiles.slice(0, 20));
  if (besides !== undefined && (await hasFixture(context, posix.dirname(besides), 'client')))
    return { module, fixture: true };
  if (!app.needsArguments) return { module, fixture: false };
  const made = await borrowCall(context, plan.testFiles, app.name);
  if (made === undefined || made.imports.some(entry => entry.source.startsWith('.')))
    return { reason: t('{0} needs arguments, and no test shows how to make them', app.name) };
  return { module, fixture: false, borrowed: { made, imports: made.imports.map(importLine) } };
}
