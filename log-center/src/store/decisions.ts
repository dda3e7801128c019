import {
  type Decision,
  decisionSchema,
  type RecordedDecision,
  recordedDecisionSchema,
} from '@errata/protocol/run';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

export async function insertDecision(
  database: Kysely<Tables>,
  run: string,
  { verdict, by, reason, about }: Decision,
  at: string,
): Promise<void> {
  await database
    .insertInto('decisions')
    .values({
      ...{ run, at, verdict, by },
      reason: reason ?? null,
      about: about === undefined ? null : JSON.stringify(about),
    })
    .execute();
}

/** What was decided of a run, oldest first. */
export async function decisionsOfRun(database: Kysely<Tables>, run: string): Promise<Decision[]> {
  const rows = await database
    .selectFrom('decisions')
    .select(['verdict', 'by', 'reason', 'about'])
    .where('run', '=', run)
    .orderBy('seq')
    .execute();
  return rows.map(row => decisionSchema.parse(fieldsOf(row)));
}

/** A page of what was decided in a project, newest first; the next one begins before `nextCursor`. */
export async function decisionsOfProject(
  database: Kysely<Tables>,
  project: number,
  { limit, cursor }: { readonly limit: number; readonly cursor?: number | undefined },
): Promise<{ decisions: RecordedDecision[]; nextCursor?: number }> {
  let query = database
    .selectFrom('decisions')
    .innerJoin('runs', 'runs.id', 'decisions.run')
    .innerJoin('issues', 'issues.id', 'runs.issue')
    .select(['decisions.seq', 'decisions.run', 'runs.issue', 'at', 'verdict', 'by', 'reason', 'about'])
    .where('issues.project', '=', project);
  if (cursor !== undefined) query = query.where('decisions.seq', '<', cursor);
  const rows = await query
    .orderBy('decisions.seq', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1)?.seq : undefined;
  return {
    decisions: page.map(({ seq: _, run, issue, at, ...row }) =>
      recordedDecisionSchema.parse({ run, issue, at, ...fieldsOf(row) }),
    ),
    ...(last !== undefined && { nextCursor: Number(last) }),
  };
}

type Row = Pick<Selectable<Tables['decisions']>, 'verdict' | 'by' | 'reason' | 'about'>;

function fieldsOf({ verdict, by, reason, about }: Row) {
  return {
    ...{ verdict, by },
    ...(reason !== null && { reason }),
    ...(about !== null && { about: JSON.parse(about) as unknown }),
  };
}
