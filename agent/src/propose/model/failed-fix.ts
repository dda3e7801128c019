import type { Candidate, Verification } from '@errata/protocol/proposal';
import type { FailedFix } from './propose-with-model.ts';
import { summary } from './summary.ts';

const mostNames = 20;

/** What a model is told of a fix that was tried. */
export function failedFixOf({ explanation, changes, verification }: Candidate): FailedFix {
  return { explanation, changes, output: verification ? outputOf(verification) : '' };
}

function outputOf({ reason, reproduction, tests }: Verification): string {
  const before = new Set(tests.before.failures);
  const broken = tests.after.failures.filter(name => !before.has(name));
  const { result, output } = reproduction.after;
  const failed = result === 'raised' || result === 'other';
  const isTested = broken.length > 0 || !tests.after.ran;
  return [
    reason,
    ...(failed && output.trim() !== '' ? ['', 'The reproduction printed:', summary(output)] : []),
    ...(broken.length > 0
      ? ['', 'Tests that passed before and fail now:', ...broken.slice(0, mostNames)]
      : []),
    ...(isTested && tests.after.output.trim() !== ''
      ? ['', 'The tests printed:', summary(tests.after.output)]
      : []),
  ].join('\n');
}
