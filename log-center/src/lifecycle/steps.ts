import type { Transaction } from 'kysely';
import { type Containment, containmentOf } from '../store/containment.ts';
import { succeededSince } from '../store/deployments.ts';
import { environmentsOfIssue } from '../store/occurrences.ts';
import type { Tables } from '../store/tables.ts';
import { namesRepository } from './built-from.ts';
import { holdsFix, type Merged } from './holds-fix.ts';
import { isRehearsal, type Step } from './running.ts';

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
  const exactly = new Map(known.map(row => [keyOf(row), row]));
  const seen = new Set<string>();
  for (const { issue } of fix.issues) {
    for (const environment of await environmentsOfIssue(transaction, issue)) seen.add(environment);
  }
  const steps: Step[] = [];
  for (const { environment, at, version, commit_id, repository } of deployments) {
    // Of another part of the project.
    if (repository !== '' && !namesRepository(repository, fix.repository)) continue;
    // Previews are many, and tell nothing of an error that was never seen in one.
    if (isRehearsal(environment) && !seen.has(environment.toLowerCase())) continue;
    const built = { version: version || undefined, commit: commit_id || undefined };
    let row = exactly.get(keyOf({ version, commit_id }));
    if (row === undefined || (row.holds === null && row.commit_id === '')) {
      const asked = await holdsFix(transaction, fix, built, { project, now, known });
      known = [...known.filter(({ seq }) => seq !== asked.seq), asked];
      exactly.set(keyOf({ version, commit_id }), asked);
      row = asked;
    }
    const holds = row.holds === null ? undefined : row.holds === 1;
    steps.push({ environment, at, version: built.version, holds });
  }
  return steps;
}

function keyOf({ version, commit_id }: Pick<Containment, 'version' | 'commit_id'>): string {
  return `${version} ${commit_id}`;
}
