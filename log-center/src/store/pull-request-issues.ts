import { type Outcome, outcomeSchema } from '@errata/protocol/followed-pull-request';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** What a pull request is for an issue that it fixes. */
export interface IssueLink {
  readonly issue: string;
  readonly deployed?: { readonly at: string; readonly release?: string };
  readonly outcome?: Outcome;
}

/** The issues of pull requests by these, that of the run first. One that has become part of another is that one. */
export async function linksOf(
  database: Kysely<Tables>,
  pullRequests: readonly string[],
): Promise<ReadonlyMap<string, IssueLink[]>> {
  const found = new Map<string, IssueLink[]>();
  if (pullRequests.length === 0) return found;
  const rows = await database
    .selectFrom('pull_request_issues')
    .selectAll()
    .where('pull_request', 'in', pullRequests)
    .orderBy('position')
    .execute();
  for (const row of rows) {
    const links = found.get(row.pull_request) ?? [];
    if (!links.some(({ issue }) => issue === row.issue)) links.push(linkOf(row));
    found.set(row.pull_request, links);
  }
  return found;
}

function linkOf(row: Selectable<Tables['pull_request_issues']>): IssueLink {
  const outcome = {
    ...{ kind: row.outcome, at: row.outcome_at, reason: row.outcome_reason },
    ...(row.outcome_release !== null && { release: row.outcome_release }),
  };
  const release = row.deployed_release === null ? {} : { release: row.deployed_release };
  return {
    issue: row.issue,
    ...(row.deployed_at !== null && { deployed: { at: row.deployed_at, ...release } }),
    ...(row.outcome !== null && { outcome: outcomeSchema.parse(outcome) }),
  };
}

/** Says that a pull request fixes an issue; where that is said already, nothing changes. */
export async function insertLink(
  database: Kysely<Tables>,
  pull_request: string,
  issue: string,
  position: number,
): Promise<void> {
  await database
    .insertInto('pull_request_issues')
    .values({ pull_request, origin: issue, issue, position })
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/** Since when the fix of an issue is deployed; `undefined`: it is not. */
export async function saveDeployed(
  database: Kysely<Tables>,
  pullRequest: string,
  issue: string,
  deployed: IssueLink['deployed'],
): Promise<void> {
  const values = { deployed_at: deployed?.at ?? null, deployed_release: deployed?.release ?? null };
  await update(database, pullRequest, issue, values);
}

/** How the fix of an issue ended; `undefined`: that is not known. */
export async function saveOutcome(
  database: Kysely<Tables>,
  pullRequest: string,
  issue: string,
  outcome: Outcome | undefined,
): Promise<void> {
  await update(database, pullRequest, issue, {
    outcome: outcome?.kind ?? null,
    outcome_at: outcome?.at ?? null,
    outcome_release: outcome?.release ?? null,
    outcome_reason: outcome?.reason ?? null,
  });
}

/** Remembers the version of an issue that a pull request has just moved. */
export async function saveLeftVersion(
  database: Kysely<Tables>,
  pullRequest: string,
  issue: string,
  version: number,
): Promise<void> {
  await update(database, pullRequest, issue, { left_version: version });
}

/** Whether an issue is as some pull request that was closed then has left it. */
export async function isLeftByClosing(
  database: Kysely<Tables>,
  issue: string,
  version: number,
): Promise<boolean> {
  const row = await database
    .selectFrom('pull_request_issues')
    .select('position')
    .where('issue', '=', issue)
    .where('left_version', '=', version)
    .where('outcome', '=', 'closed')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether another pull request that fixes an issue is open. */
export async function hasOtherOpen(
  database: Kysely<Tables>,
  issue: string,
  pullRequest: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('pull_request_issues')
    .innerJoin('pull_requests', 'pull_requests.id', 'pull_request_issues.pull_request')
    .select('pull_requests.id')
    .where('pull_request_issues.issue', '=', issue)
    .where('pull_requests.id', '!=', pullRequest)
    .where('pull_requests.state', '=', 'open')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets an issue that has become part of another take its pull requests along. */
export async function moveLinks(database: Kysely<Tables>, from: string, to: string): Promise<void> {
  await database.updateTable('pull_request_issues').set({ issue: to }).where('issue', '=', from).execute();
}

/** Gives an issue that stands for itself again the pull requests back that were its own. */
export async function returnLinks(database: Kysely<Tables>, issue: string): Promise<void> {
  await database.updateTable('pull_request_issues').set({ issue }).where('origin', '=', issue).execute();
}

async function update(
  database: Kysely<Tables>,
  pullRequest: string,
  issue: string,
  values: Partial<Tables['pull_request_issues']>,
): Promise<void> {
  await database
    .updateTable('pull_request_issues')
    .set(values)
    .where('pull_request', '=', pullRequest)
    .where('issue', '=', issue)
    .execute();
}
