import type { ContainmentQuestion } from '@errata/protocol/deployment';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { Round } from '@errata/protocol/round';
import type { Run } from '@errata/protocol/run';
import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** A message of the stream as it is sent. */
export interface OutboxMessage {
  readonly sequence: number;
  readonly text: string;
}

/**
 * Says to the stream, in the same transaction, that an issue is now so.
 * @param was its status before, where that has changed
 */
export async function announceIssue(
  database: Kysely<Tables>,
  issue: Issue,
  was: IssueStatus = issue.status,
): Promise<void> {
  await append(database, { type: 'issue', issue }, issue.project, issue.status, was);
}

/** Says to the stream, in the same transaction, that a run is now so. */
export async function announceRun(database: Kysely<Tables>, run: Run): Promise<void> {
  const { snapshot: _, ...shown } = run;
  await append(database, { type: 'run', run: shown }, projectOfIssue(run.issue));
}

/** Says to the stream, in the same transaction, that an issue has become part of another. */
export async function announceMerged(database: Kysely<Tables>, issue: string, into: string): Promise<void> {
  await append(database, { type: 'merged', issue, into }, projectOfIssue(issue));
}

/** Says to the stream, in the same transaction, that a pull request is now so. */
export async function announcePullRequest(
  database: Kysely<Tables>,
  pullRequest: FollowedPullRequest,
): Promise<void> {
  await append(database, { type: 'pull-request', pullRequest }, pullRequest.project);
}

/** Says to the stream, in the same transaction, that a round on a pull request of this project is now so. */
export async function announceRound(database: Kysely<Tables>, project: string, round: Round): Promise<void> {
  await append(database, { type: 'round', round }, project);
}

/** Says to the stream, in the same transaction, that an agent is asked this. */
export async function announceQuestion(
  database: Kysely<Tables>,
  question: ContainmentQuestion,
): Promise<void> {
  await append(database, { type: 'question', question }, question.project);
}

async function append(
  database: Kysely<Tables>,
  message: object,
  project: string,
  status: IssueStatus | null = null,
  was: IssueStatus | null = null,
): Promise<void> {
  await insertMessage(database, { body: JSON.stringify(message), project, status, was });
}

const insertMessage = prepared(
  (database, { body, project, status, was }: Omit<Tables['outbox'], 'sequence'>) =>
    database.insertInto('outbox').values({ body, project, status, was }),
);

/** The slug in an issue's id, see collect-event.ts. */
function projectOfIssue(issue: string): string {
  return issue.slice(0, issue.lastIndexOf('-')).toLowerCase();
}

/** What of the stream a client wants; what is left out is not filtered. */
export interface OutboxFilter {
  readonly project?: string | undefined;
  readonly statuses?: readonly IssueStatus[] | undefined;
}

/**
 * Messages after a sequence, oldest first. Those about an issue that leaves the wanted statuses are among them, and all
 * else: what is told of runs and pull requests has none.
 * @param upTo the last sequence that is looked at
 */
export async function messagesAfter(
  database: Kysely<Tables>,
  sequence: number,
  upTo: number,
  limit: number,
  filter: OutboxFilter = {},
): Promise<OutboxMessage[]> {
  let query = database
    .selectFrom('outbox')
    .select(['sequence', 'body'])
    .where('sequence', '>', sequence)
    .where('sequence', '<=', upTo);
  const { project, statuses } = filter;
  if (project !== undefined) query = query.where('project', '=', project);
  if (statuses !== undefined) {
    query = query.where(row =>
      row.or([row('status', 'is', null), row('status', 'in', statuses), row('was', 'in', statuses)]),
    );
  }
  const rows = await query.orderBy('sequence').limit(limit).execute();
  return rows.map(row => ({
    sequence: row.sequence,
    text: `{"sequence":${row.sequence},${row.body.slice(1)}`,
  }));
}

/** The sequences of the newest message and of the last that was dropped; 0 where there is none. */
export async function outboxBounds(database: Kysely<Tables>): Promise<{ head: number; dropped: number }> {
  // Two queries in one: SQLite looks up a lone minimum or maximum, but scans the table for both together.
  const { first, last } = await database
    .selectNoFrom(row => [
      row
        .selectFrom('outbox')
        .select(({ fn }) => fn.min('sequence').as('sequence'))
        .as('first'),
      row
        .selectFrom('outbox')
        .select(({ fn }) => fn.max('sequence').as('sequence'))
        .as('last'),
    ])
    .executeTakeFirstOrThrow();
  return { head: last ?? 0, dropped: first === null ? 0 : first - 1 };
}

/** Drops all but the newest messages. The newest one always stays, so that the sequence is never begun anew. */
export async function pruneOutbox(database: Kysely<Tables>, keep: number): Promise<void> {
  const { head } = await outboxBounds(database);
  await database
    .deleteFrom('outbox')
    .where('sequence', '<=', head - Math.max(1, keep))
    .execute();
}
