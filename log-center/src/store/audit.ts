import { type AuditEntry, auditEntrySchema } from '@errata/protocol/audit';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A change to be put on record. */
export type Change = Omit<AuditEntry, 'sequence' | 'at' | 'token'> & { readonly token?: string | undefined };

/** Puts a change on record, in the transaction that makes it. */
export async function insertAudit(database: Kysely<Tables>, change: Change, now: Date): Promise<void> {
  await database
    .insertInto('audit')
    .values({
      at: now.toISOString(),
      by: change.by,
      token: change.token ?? 'log-center',
      action: change.action,
      subject: change.subject,
      from_value: change.from ?? null,
      to_value: change.to ?? null,
      version: change.version ?? null,
      reason: change.reason ?? null,
    })
    .execute();
}

/** When an issue got the status that it has at a version. */
export async function statusSetAt(
  database: Kysely<Tables>,
  issue: string,
  version: number,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('audit')
    .select('at')
    .where('subject', '=', issue)
    .where('action', '=', 'status')
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.at;
}

/** Entries after a sequence, oldest first; of one subject or of all. */
export async function auditAfter(
  database: Kysely<Tables>,
  filter: { readonly after: number; readonly limit: number; readonly subject?: string },
): Promise<AuditEntry[]> {
  let query = database.selectFrom('audit').selectAll().where('seq', '>', filter.after);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  const rows = await query.orderBy('seq').limit(filter.limit).execute();
  return rows.map(row =>
    auditEntrySchema.parse({
      sequence: row.seq,
      at: row.at,
      by: row.by,
      token: row.token,
      action: row.action,
      subject: row.subject,
      ...(row.from_value !== null && { from: row.from_value }),
      ...(row.to_value !== null && { to: row.to_value }),
      ...(row.version !== null && { version: row.version }),
      ...(row.reason !== null && { reason: row.reason }),
    }),
  );
}
