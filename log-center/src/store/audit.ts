import type { IssueStatus } from '@errata/protocol/issue';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** One change of an issue's status, kept for ever. */
export interface AuditEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly issue: string;
  readonly from: IssueStatus;
  readonly to: IssueStatus;
  /** The issue's version after it. */
  readonly version: number;
  readonly by: string;
  readonly reason?: string | undefined;
}

export async function insertAudit(database: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await database
    .insertInto('audit')
    .values({
      at: entry.at,
      issue: entry.issue,
      from_status: entry.from,
      to_status: entry.to,
      version: entry.version,
      by: entry.by,
      reason: entry.reason ?? null,
    })
    .execute();
}
