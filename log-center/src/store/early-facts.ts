import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** How a forge names a pull request, as a key. */
export interface EarlyName {
  readonly project: number;
  readonly pullRequest: string;
}

/** An agent records its pull request in a moment, or when it was started again. */
const keptMilliseconds = 86_400_000;
const mostOfProject = 500;

/** Keeps what was told too early. Of more than a project can have, no more is kept: an agent will look for itself. */
export async function insertEarly(
  database: Kysely<Tables>,
  fact: EarlyName & { readonly head: string | undefined; readonly json: string },
  now: Date,
): Promise<void> {
  const { count } = await database
    .selectFrom('early_facts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('project', '=', fact.project)
    .executeTakeFirstOrThrow();
  if (count >= mostOfProject) return;
  await database
    .insertInto('early_facts')
    .values({
      project: fact.project,
      pull_request: fact.pullRequest,
      head: fact.head ?? null,
      fact: fact.json,
      received_at: now.toISOString(),
    })
    .execute();
}

/** Whether something was told of it before. */
export async function isAwaited(
  database: Kysely<Tables>,
  { project, pullRequest }: EarlyName,
): Promise<boolean> {
  const row = await database
    .selectFrom('early_facts')
    .select('id')
    .where('project', '=', project)
    .where('pull_request', '=', pullRequest)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The pull request whose branch was told to be at a commit. */
export async function awaitedAt(
  database: Kysely<Tables>,
  project: number,
  head: string,
): Promise<EarlyName | undefined> {
  const row = await database
    .selectFrom('early_facts')
    .select('pull_request')
    .where('project', '=', project)
    .where('head', '=', head)
    .limit(1)
    .executeTakeFirst();
  return row && { project, pullRequest: row.pull_request };
}

/** What was told of it, in its order; it is kept no longer. */
export async function takeEarly(
  database: Kysely<Tables>,
  { project, pullRequest }: EarlyName,
): Promise<string[]> {
  const rows = await database
    .deleteFrom('early_facts')
    .where('project', '=', project)
    .where('pull_request', '=', pullRequest)
    .returning(['id', 'fact'])
    .execute();
  return rows.sort((a, b) => a.id - b.id).map(({ fact }) => fact);
}

/** Drops what nobody has recorded a pull request for. */
export async function forgetEarly(database: Kysely<Tables>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - keptMilliseconds).toISOString();
  await database.deleteFrom('early_facts').where('received_at', '<', oldest).execute();
}
