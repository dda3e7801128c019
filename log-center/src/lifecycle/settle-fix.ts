import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { issueById } from '../store/issues.ts';
import { environmentsOfIssue } from '../store/occurrences.ts';
import { announcePullRequest } from '../store/outbox.ts';
import { type ProjectRow, projectBySlug } from '../store/projects.ts';
import { saveDeployed, saveLeftVersion } from '../store/pull-request-issues.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import { standingFix, unsettledFixes } from '../store/standing-fix.ts';
import type { Tables } from '../store/tables.ts';
import { isMerged, type Merged } from './holds-fix.ts';
import { findRecurrence } from './recurrence.ts';
import { knownAs, reopen } from './reopen.ts';
import { countsFor, runsSince, type Step } from './running.ts';
import { moveIssue } from './status.ts';
import { stepsOf } from './steps.ts';

/** What nobody uses is not asked about for ever. */
const watchedMilliseconds = 100 * 86_400_000;

type Project = Pick<ProjectRow, 'id'>;

/** Draws the consequences of a merge that was seen just now; the fix may be deployed already. */
export async function pullRequestMerged(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  now: Date,
): Promise<void> {
  const project = await projectBySlug(transaction, pullRequest.project);
  if (project !== undefined) await settleFix(transaction, project, pullRequest.id, now);
}

/** The same for all fixes of a project of which it is not known yet how they end. */
export async function settleFixes(
  transaction: Transaction<Tables>,
  project: number,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - watchedMilliseconds).toISOString();
  for (const fix of await unsettledFixes(transaction, project, since)) {
    await settleFix(transaction, { id: project }, fix, now);
  }
}

/**
 * Makes of a merged pull request what all that is known of it makes of it, in whichever order that came: deployed or not, and its
 * issues DEPLOYED, or NEW again.
 */
export async function settleFix(
  transaction: Transaction<Tables>,
  project: Project,
  id: string,
  now: Date,
): Promise<void> {
  const fix = await pullRequestById(transaction, id);
  if (!isMerged(fix)) return;
  const steps = await stepsOf(transaction, project.id, fix, now);
  let isChanged = false;
  for (const link of fix.issues) {
    if (link.outcome !== undefined && link.outcome.kind !== 'resolved') continue;
    const issue = await issueById(transaction, link.issue);
    if (issue === undefined) continue;
    const seen = await environmentsOfIssue(transaction, issue.id);
    const counts = (environment: string) => countsFor(environment, seen);
    const deployed = runsSince(steps, counts);
    if (deployed?.at !== link.deployed?.at || deployed?.release !== link.deployed?.release) {
      await saveDeployed(transaction, id, issue.id, deployed);
      await putDown(transaction, issue, deployed, now);
      isChanged = true;
    }
    const isFixed = issue.status === 'MERGED' || issue.status === 'DEPLOYED';
    if (!isFixed || (await standingFix(transaction, issue))?.pullRequest !== id) continue;
    const running = await deploy(
      transaction,
      fix,
      issue,
      steps.filter(step => counts(step.environment)),
      now,
    );
    const again = await findRecurrence(transaction, project, running, fix, steps, now);
    if (again !== undefined) await reopen(transaction, running, fix, again.kind, again.occurrence, now);
  }
  const settled = isChanged ? await pullRequestById(transaction, id) : undefined;
  if (settled !== undefined) await announcePullRequest(transaction, settled);
}

/** Makes a MERGED issue DEPLOYED if anything that came to run has the fix in it, be it rolled back since. */
async function deploy(
  transaction: Transaction<Tables>,
  fix: Merged,
  issue: Issue,
  steps: readonly Step[],
  now: Date,
): Promise<Issue> {
  const first = steps.find(step => step.holds);
  if (issue.status !== 'MERGED' || first === undefined) return issue;
  const what = first.version === undefined ? 'A commit' : first.version.slice(0, 200);
  const reason = `${what} with the fix of ${knownAs(fix)} runs in ${first.environment} since ${first.at}.`;
  const change = { to: 'DEPLOYED', by: 'log-center', reason } as const;
  const deployed = await moveIssue(transaction, issue, change, now);
  await saveLeftVersion(transaction, fix.id, issue.id, deployed.version);
  return deployed;
}

async function putDown(
  transaction: Transaction<Tables>,
  issue: Issue,
  deployed: ReturnType<typeof runsSince>,
  now: Date,
): Promise<void> {
  const [to, reason] =
    deployed === undefined
      ? ['withdrawn', 'What runs now has the fix in it no more.']
      : [deployed.release ?? 'deployed', `The fix runs since ${deployed.at}.`];
  const change = { by: 'log-center', action: 'deployment', subject: issue.id, to, reason } as const;
  await insertAudit(transaction, change, now);
}
