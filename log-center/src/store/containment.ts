import { randomUUID } from 'node:crypto';
import type { ContainmentAnswer, ContainmentQuestion } from '@errata/protocol/deployment';
import { commitIdSchema } from '@errata/protocol/followed-pull-request';
import type { Kysely, Selectable } from 'kysely';
import { pullRequestById } from './pull-requests.ts';
import type { Tables } from './tables.ts';

/** What is known of whether a commit or version holds a fix, or that it is asked. */
export type Containment = Selectable<Tables['containment']>;

/** What may hold a fix. */
export interface Built {
  readonly commit?: string | undefined;
  readonly version?: string | undefined;
}

/** Everything that is known and asked of a fix, oldest first. */
export function containmentOf(database: Kysely<Tables>, fix: string): Promise<Containment[]> {
  return database.selectFrom('containment').selectAll().where('fix', '=', fix).orderBy('seq').execute();
}

export async function containmentById(
  database: Kysely<Tables>,
  id: string,
): Promise<Containment | undefined> {
  return database.selectFrom('containment').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Puts down what is known, or (without an answer) that it is asked. */
export function insertContainment(
  database: Kysely<Tables>,
  about: { readonly project: number; readonly fix: string } & Built,
  answer: ContainmentAnswer | undefined,
  now: Date,
): Promise<Containment> {
  const at = now.toISOString();
  const { project, fix, commit: commit_id = '', version = '' } = about;
  return database
    .insertInto('containment')
    .values({ id: randomUUID(), project, fix, commit_id, version, asked_at: at, ...columnsOf(answer, at) })
    .onConflict(conflict =>
      conflict.columns(['fix', 'version', 'commit_id']).doUpdateSet(columnsOf(answer, at)),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Answers everything that is asked of a fix in this commit or, where none is known, this version. Gives how much that was. */
export async function answerContainment(
  database: Kysely<Tables>,
  asked: Pick<Containment, 'fix' | 'commit_id' | 'version'>,
  answer: ContainmentAnswer,
  now: Date,
): Promise<bigint> {
  const { fix, commit_id, version } = asked;
  let open = database
    .updateTable('containment')
    .set(columnsOf(answer, now.toISOString()))
    .where('fix', '=', fix)
    .where('holds', 'is', null)
    .where('commit_id', '=', commit_id);
  if (commit_id === '') open = open.where('version', '=', version);
  return (await open.executeTakeFirstOrThrow()).numUpdatedRows;
}

/** Puts the commit, which has become known, to a version that was asked about without one. */
export async function nameCommit(database: Kysely<Tables>, id: string, commit: string): Promise<void> {
  await database.updateTable('containment').set({ commit_id: commit }).where('id', '=', id).execute();
}

/** What is asked in projects and not answered yet, oldest first. */
export async function openQuestions(
  database: Kysely<Tables>,
  projects: readonly number[],
  limit: number,
): Promise<ContainmentQuestion[]> {
  if (projects.length === 0) return [];
  const rows = await database
    .selectFrom('containment')
    .selectAll()
    .where('project', 'in', projects)
    .where('holds', 'is', null)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const questions: ContainmentQuestion[] = [];
  for (const row of rows) {
    const question = await questionOf(database, row);
    if (question !== undefined) questions.push(question);
  }
  return questions;
}

/** As agents are asked it; nothing where its fix is no merged pull request. */
export async function questionOf(
  database: Kysely<Tables>,
  { id, fix, commit_id, version, asked_at }: Containment,
): Promise<ContainmentQuestion | undefined> {
  const pullRequest = await pullRequestById(database, fix);
  if (pullRequest?.merge === undefined) return undefined;
  const { forge, host, repository, project, base, branch, head, commits } = pullRequest;
  return {
    ...{ id, forge, host, repository, project, pullRequest: fix, askedAt: asked_at },
    ...(commit_id !== '' && { commit: commit_id }),
    ...(version !== '' && { version }),
    fix: {
      base,
      branch,
      merge: pullRequest.merge.commit,
      head,
      commits: commitIdSchema.array().parse(commits),
    },
  };
}

const mostLookedUp = 500;

/**
 * Drops what is known and asked of fixes that nobody asks about any more: after every one of their issues came back, or, where a
 * person said that an issue is fixed, after that has become something else.
 */
export async function forgetContainment(database: Kysely<Tables>): Promise<void> {
  const links = database.selectFrom('pull_request_issues').select('pull_request');
  const failed = links.where('outcome', 'in', ['regressed', 'reverted']);
  const standing = links.where(row => row.or([row('outcome', 'is', null), row('outcome', '=', 'resolved')]));
  await database
    .deleteFrom('containment')
    .where('fix', 'in', failed)
    .where('fix', 'not in', standing)
    .execute();
  const byHand = await database
    .selectFrom('containment')
    .select('fix')
    .distinct()
    .where('fix', 'like', '%@%')
    .execute();
  for (let at = 0; at < byHand.length; at += mostLookedUp) {
    const fixes = byHand.slice(at, at + mostLookedUp).map(({ fix }) => fix);
    const ids = fixes.map(fix => fix.slice(0, fix.lastIndexOf('@')));
    const issues = await database
      .selectFrom('issues')
      .select(['id', 'version'])
      .where('id', 'in', ids)
      .execute();
    const stand = new Set(issues.map(({ id, version }) => `${id}@${version}`));
    const over = fixes.filter(fix => !stand.has(fix));
    if (over.length > 0) await database.deleteFrom('containment').where('fix', 'in', over).execute();
  }
}

function columnsOf(answer: ContainmentAnswer | undefined, at: string) {
  return {
    holds: answer === undefined ? null : Number(answer.contains),
    how: answer?.how ?? null,
    reason: answer?.reason ?? null,
    by: answer?.by ?? null,
    answered_at: answer === undefined ? null : at,
  };
}
