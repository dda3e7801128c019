import type { Transaction } from 'kysely';
import { containmentOf } from '../store/containment.ts';
import { succeededSince } from '../store/deployments.ts';
import type { Tables } from '../store/tables.ts';
import { namesRepository } from './built-from.ts';
import { holdsFix, type Merged } from './holds-fix.ts';
import type { Step } from './running.ts';

/** Of more deployments the oldest are left out: what runs now is among the newest. */
const mostDeployments = 1000;
/** Pipelines date what they tell by clocks of their own. */
const clocksDiffer = 3_600_000;

/** What came to run since a pull request was opened, oldest first, with what is known of its fix in it; the rest is asked. */
export async function stepsOf(
  transaction: Transaction<Tables>,
  project: number,
  fix: Merged,
  now: Date,
): Promise<Step[]> {
  const since = new Date(Date.parse(fix.openedAt) - clocksDiffer).toISOString();
  const deployments = await succeededSince(transaction, project, since, mostDeployments);
  let known = await containmentOf(transaction, fix.id);
  const steps: Step[] = [];
  for (const { environment, at, version, commit_id, repository } of deployments) {
    // Of another part of the project.
    if (repository !== '' && !namesRepository(repository, fix.repository)) continue;
    const built = { version: version || undefined, commit: commit_id || undefined };
    const row = await holdsFix(transaction, fix, built, { project, now, known });
    if (!known.includes(row)) known = await containmentOf(transaction, fix.id);
    const holds = row.holds === null ? undefined : row.holds === 1;
    steps.push({ environment, at, version: built.version, holds });
  }
  return steps;
}
