import { type Feedback, feedbackSchema } from '@errata/protocol/feedback';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Stores what a user wrote; the same words about the same event again change nothing. */
export async function insertFeedback(
  database: Kysely<Tables>,
  project: number,
  feedback: Feedback,
): Promise<void> {
  if (feedback.event !== undefined && (await isKnown(database, project, feedback.event, feedback.message)))
    return;
  await database
    .insertInto('feedback')
    .values({
      project,
      event: feedback.event ?? null,
      name: feedback.name ?? null,
      email: feedback.email ?? null,
      message: feedback.message,
      url: feedback.url ?? null,
      received_at: feedback.receivedAt,
    })
    .execute();
}

async function isKnown(
  database: Kysely<Tables>,
  project: number,
  event: string,
  message: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('feedback')
    .select('id')
    .where('project', '=', project)
    .where('event', '=', event)
    .where('message', '=', message)
    .executeTakeFirst();
  return row !== undefined;
}

/** What users wrote to a project or about an issue, newest first. */
export async function listFeedback(
  database: Kysely<Tables>,
  about: { readonly project: number } | { readonly issue: string },
  limit: number,
): Promise<Feedback[]> {
  const columns = ['feedback.event', 'name', 'email', 'message', 'url', 'feedback.received_at'] as const;
  const query =
    'project' in about
      ? database.selectFrom('feedback').select(columns).where('feedback.project', '=', about.project)
      : database
          .selectFrom('feedback')
          .innerJoin('events', join =>
            join.onRef('events.project', '=', 'feedback.project').onRef('events.id', '=', 'feedback.event'),
          )
          .select(columns)
          .where('events.issue', '=', about.issue);
  const rows = await query.orderBy('feedback.id', 'desc').limit(limit).execute();
  return rows.map(({ received_at, ...row }) =>
    feedbackSchema.parse({
      ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
      receivedAt: received_at,
    }),
  );
}
