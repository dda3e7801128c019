import type { ReproductionTest } from '@errata/protocol/proposal';
import { runAttempt } from './attempt.ts';
import { expectedException } from './expected.ts';
import type { ReproduceOptions, Reproduction } from './reproduce.ts';

/**
 * A reproduction out of tests that somebody else wrote: the first that raises the event's exception on the unfixed code, with its very
 * message and on its very line, since its input is made up. Nothing where none does, or no test can be run.
 */
export async function reproduceWith(
  tests: readonly ReproductionTest[],
  {
    context,
    event,
    diagnosis,
    detection,
    signal,
  }: Pick<ReproduceOptions, 'context' | 'event' | 'diagnosis' | 'detection' | 'signal'>,
): Promise<Exclude<Reproduction, { reason: string }> | undefined> {
  const expected = expectedException(event, diagnosis.locations);
  const plan = detection.plan ?? detection.fallback;
  if (expected === undefined || plan === undefined) return undefined;
  const wanted = { ...expected, exactMessage: true, exactPlace: true };
  for (const test of tests) {
    signal?.throwIfAborted();
    const { result, output } = await runAttempt(context, plan, test, wanted, new Map(), signal);
    if (result !== 'raised') continue;
    return { test, before: { result, output }, level: 0, guessed: true, plan, expected, inner: [] };
  }
  return undefined;
}
