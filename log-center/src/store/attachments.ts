import { type Attachment, attachmentSchema } from '@errata/protocol/feedback';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

const columns = [
  'attachments.id',
  'attachments.event',
  'attachments.name',
  'attachments.content_type',
  'attachments.kind',
  'attachments.bytes',
] as const;

/** Stores an attachment; the same one again changes nothing. */
export async function insertAttachment(
  database: Kysely<Tables>,
  attachment: Omit<Tables['attachments'], 'id'>,
): Promise<void> {
  await database
    .insertInto('attachments')
    .values(attachment)
    .onConflict(conflict => conflict.columns(['project', 'event', 'name', 'blob']).doNothing())
    .execute();
}

/** The files that came with an issue's events, newest first. */
export async function attachmentsOfIssue(
  database: Kysely<Tables>,
  issue: string,
  limit: number,
): Promise<Attachment[]> {
  const rows = await database
    .selectFrom('attachments')
    .innerJoin('events', join =>
      join.onRef('events.project', '=', 'attachments.project').onRef('events.id', '=', 'attachments.event'),
    )
    .select(columns)
    .where('events.issue', '=', issue)
    .orderBy('attachments.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(attachmentOf);
}

/** The files that came with one event, newest first. */
export async function attachmentsOfEvent(
  database: Kysely<Tables>,
  project: number,
  event: string,
  limit: number,
): Promise<Attachment[]> {
  const rows = await database
    .selectFrom('attachments')
    .select(columns)
    .where('project', '=', project)
    .where('event', '=', event)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(attachmentOf);
}

function attachmentOf({
  content_type,
  kind,
  ...row
}: Pick<
  Selectable<Tables['attachments']>,
  'id' | 'event' | 'name' | 'content_type' | 'kind' | 'bytes'
>): Attachment {
  return attachmentSchema.parse({
    ...row,
    ...(content_type !== null && { contentType: content_type }),
    ...(kind !== null && { kind }),
  });
}

/** An attachment with the issue that it belongs to. */
export async function attachmentById(
  database: Kysely<Tables>,
  id: number,
): Promise<{ name: string; blob: string; bytes: number; issue: string } | undefined> {
  return await database
    .selectFrom('attachments')
    .innerJoin('events', join =>
      join.onRef('events.project', '=', 'attachments.project').onRef('events.id', '=', 'attachments.event'),
    )
    .select(['name', 'blob', 'bytes', 'events.issue'])
    .where('attachments.id', '=', id)
    .executeTakeFirst();
}
