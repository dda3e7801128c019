import { t } from '@vscode/l10n';
import { behavioursOf } from '../decide/behaviour.ts';
import { type Ranked, rankByBehaviour } from '../decide/select.ts';
import { observeBehaviour } from '../verify/behaviour/observe.ts';
import type { Bench } from './workbench.ts';

/** More are hardly worth the time: those further behind came there for a reason. */
const mostCompared = 8;
const mostTestFiles = 6;

/**
 * The candidates in the order that they have after those which held were called with the same inputs; as they were where
 * that cannot be done, or where there is nothing to choose among.
 */
export async function compareBehaviour(
  ranked: readonly Ranked[],
  room: Bench,
  { report, signal }: { report: (message: string) => void; signal: AbortSignal },
): Promise<readonly Ranked[]> {
  const verdict = ranked[0]?.candidate.verification?.verdict;
  const held = ranked.filter(({ candidate }) => candidate.verification?.verdict === verdict);
  const compared = held.slice(0, mostCompared).map(({ candidate }) => candidate);
  const { context, detection, reproduction } = room;
  const test = 'test' in reproduction ? reproduction.test : undefined;
  const plan = detection.plan ?? detection.fallback;
  if (verdict === undefined || verdict === 'rejected' || compared.length < 2 || plan === undefined)
    return ranked;
  const tests = [...new Set([...(test ? [test.path] : []), ...(await otherTests(room))])];
  if (tests.length === 0) return ranked;
  report(t('Comparing what {0} fixes do', compared.length));
  const observed = await observeBehaviour({
    ...{ context, plan, tests: tests.slice(0, mostTestFiles), candidates: compared, signal },
    files: new Map(test ? [[test.path, test.after]] : []),
  });
  if ('reason' in observed) {
    report(t('What the fixes do could not be compared. {0}', observed.reason));
    return ranked;
  }
  return rankByBehaviour(ranked, behavioursOf(observed));
}

/** Files of tests that reach the code, where that is known; else all, if they are few. */
async function otherTests({ baseline, detection }: Bench): Promise<readonly string[]> {
  const reaching = await baseline.reaching();
  const all = detection.plan?.testFiles ?? [];
  return reaching.length > 0 || all.length > mostTestFiles ? reaching : all;
}
