import type { AuditEntry } from '@errata/protocol/audit';
import { issueStatusSchema } from '@errata/protocol/issue';
import type { IssueRow } from './find-issues.ts';
import { sentryStatusOf } from './status.ts';

/** Something that was done to an issue. */
export interface SentryActivity {
  readonly id: string;
  readonly type: string;
  readonly user: { readonly name: string } | null;
  readonly data: Readonly<Record<string, string>>;
  readonly dateCreated: string;
}

/** What was done to an issue, the newest first, down to its first event. */
export function activitiesOf(issue: IssueRow, entries: readonly AuditEntry[]): SentryActivity[] {
  const first = { id: '0', type: 'first_seen', user: null, data: {}, dateCreated: issue.first_seen };
  return [...entries.map(activityOf).reverse(), first];
}

function activityOf({ sequence, at, by, action, from, to, reason }: AuditEntry): SentryActivity {
  const status = issueStatusSchema.safeParse(action === 'status' ? to : undefined).data;
  return {
    id: String(sequence),
    type: status === undefined ? action : `set_${sentryStatusOf(status)}`,
    user: { name: by },
    data: {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(reason !== undefined && { reason }),
    },
    dateCreated: at,
  };
}
