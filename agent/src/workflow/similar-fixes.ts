import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { PastFix } from '../diagnose/context/changes.ts';
import type { Repository } from '../git/repository.ts';
import { familyOf } from '../learn/decided-fix.ts';
import type { KnownDecision } from '../learn/experience.ts';
import { findFixes, fixBy } from './earlier-fixes.ts';

const mostFixes = 2;

/**
 * Merged fixes of other errors of the same kind, which people took and which hold so far, as far as this repository has them: how such
 * things are fixed here. The newest first. Throws the signal's reason.
 */
export async function similarFixes(request: {
  readonly repository: Repository;
  /** Of the project, newest first. */
  readonly decisions: readonly KnownDecision[];
  readonly diagnosis: Pick<Diagnosis, 'family'>;
  /** The issue itself, whose earlier fixes did not hold. */
  readonly issue: string;
  /** The code that is fixed. */
  readonly head: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<PastFix[]> {
  const { repository, decisions, diagnosis, issue, head, signal } = request;
  if (diagnosis.family === undefined) return [];
  const family = familyOf(diagnosis);
  const taken = decisions.filter(
    ({ verdict, about, outcome, ...decision }) =>
      verdict === 'approve' &&
      about?.family === family &&
      decision.issue !== issue &&
      (outcome === undefined || outcome === 'resolved'),
  );
  const merged = new Map(
    taken.flatMap(({ pullRequest }) => (pullRequest?.merge ? [[pullRequest.id, pullRequest]] : [])),
  );
  const fixes = [...merged.values()].slice(0, mostFixes).map(fixBy);
  const found = await findFixes(repository, fixes, { head, release: head }, signal);
  return found.flatMap(({ name, span }) => (span ? [{ name, span, held: true }] : []));
}
