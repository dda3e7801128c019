import type { AttemptInput, Proposed } from '../attempts.ts';
import { findExemplar } from '../exemplar.ts';
import { mayGuess } from '../target.ts';
import { pythonArguments } from './arguments.ts';
import { guessedPythonTests, pythonCallTest } from './function-call.ts';

/** Attempts for Python, the outermost call first. */
export async function* pythonAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const { context, plan, targets, exception } = input;
  for (const target of targets) {
    const given = await pythonArguments(context, plan, target);
    const exemplar = await findExemplar(context, plan.testFiles, target.file);
    if ('reason' in given) {
      yield { level: target.frame, reason: given.reason };
      if (!mayGuess(target, targets)) continue;
      for (const made of await guessedPythonTests(context, plan, target, exemplar, exception)) {
        yield {
          level: target.frame,
          test: { path: made.path, before: null, after: made.text },
          guessed: true,
        };
      }
      continue;
    }
    const made = await pythonCallTest(context, plan, target, given, exemplar, exception);
    if ('reason' in made) yield { level: target.frame, reason: made.reason };
    else {
      const test = { path: made.path, before: null, after: made.text };
      yield { level: target.frame, test, ...(given.guessed ? { guessed: true } : {}) };
    }
  }
}
