import type { AttemptInput, Proposed } from '../attempts.ts';
import { findExemplar } from '../exemplar.ts';
import { pythonArguments, pythonCallTest } from './function-call.ts';

/** Attempts for Python, the outermost call first. */
export async function* pythonAttempts(input: AttemptInput): AsyncGenerator<Proposed> {
  const { context, plan, targets, exception } = input;
  for (const target of targets) {
    const given = pythonArguments(target);
    if ('reason' in given) {
      yield { level: target.frame, reason: given.reason };
      continue;
    }
    const exemplar = await findExemplar(context, plan.testFiles, target.file);
    const made = await pythonCallTest(context, plan, target, given, exemplar, exception);
    if ('reason' in made) yield { level: target.frame, reason: made.reason };
    else yield { level: target.frame, test: { path: made.path, before: null, after: made.text } };
  }
}
