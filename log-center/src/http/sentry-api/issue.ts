import { type Event, reportedException } from '@errata/protocol/event';
import { type IssueStatus, issueStatusSchema } from '@errata/protocol/issue';
import { rootException } from '@errata/protocol/root-exception';
import type { IssueRow } from './find-issues.ts';
import { organizationSlug } from './organization.ts';
import { projectReference, type SentryProjectReference } from './project.ts';
import { type SentryStatus, sentryStatusOf } from './status.ts';

export interface SentryIssue {
  readonly id: string;
  readonly shareId: null;
  readonly shortId: string;
  readonly title: string;
  readonly culprit: string;
  readonly permalink: string;
  readonly logger: null;
  readonly level: string;
  readonly status: SentryStatus;
  /** A fix that is merged and not deployed yet is resolved with the next release. */
  readonly statusDetails: { readonly inNextRelease?: true };
  readonly substatus: 'new' | 'ongoing' | null;
  readonly isPublic: false;
  readonly platform: string;
  readonly project: SentryProjectReference;
  readonly type: 'error' | 'default';
  readonly metadata: SentryIssueMetadata;
  readonly numComments: 0;
  readonly assignedTo: null;
  readonly isBookmarked: false;
  readonly isSubscribed: false;
  readonly hasSeen: false;
  readonly annotations: readonly [];
  readonly issueType: 'error';
  readonly issueCategory: 'error';
  readonly count: string;
  readonly userCount: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The status in our own words. */
  readonly errataStatus: IssueStatus;
}

export interface SentryIssueMetadata {
  readonly title?: string;
  readonly type?: string;
  readonly value?: string;
  readonly filename?: string;
  readonly function?: string;
}

/** An issue in Sentry's form. What needs an event is there if the newest one is given. */
export function issueOf(row: IssueRow, url: string, newest?: Event): SentryIssue {
  const status = issueStatusSchema.parse(row.status);
  return {
    id: String(row.seq),
    shareId: null,
    shortId: row.id,
    title: row.title,
    culprit: row.culprit,
    permalink: `${url}/organizations/${organizationSlug}/issues/${row.seq}/`,
    logger: null,
    level: row.level,
    status: sentryStatusOf(status),
    statusDetails: status === 'MERGED' ? { inNextRelease: true } : {},
    substatus: sentryStatusOf(status) === 'resolved' ? null : row.count === 1 ? 'new' : 'ongoing',
    isPublic: false,
    platform: row.platform,
    project: projectReference({ id: row.project, slug: row.slug }, row.platform),
    type: newest === undefined || newest.exceptions.length > 0 ? 'error' : 'default',
    metadata: newest === undefined ? { title: row.title } : metadataOf(newest, row.title),
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    isSubscribed: false,
    hasSeen: false,
    annotations: [],
    issueType: 'error',
    issueCategory: 'error',
    count: String(row.count),
    userCount: row.users,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    errataStatus: status,
  };
}

export function metadataOf(event: Event, title: string): SentryIssueMetadata {
  const exception = reportedException(event);
  if (exception === undefined) return { title };
  const frames = rootException(event)?.frames ?? [];
  const crash = frames.findLast(frame => frame.inApp) ?? frames.at(-1);
  return {
    title,
    type: exception.type,
    value: exception.value,
    ...(crash !== undefined && { filename: crash.file }),
    ...(crash?.function !== undefined && { function: crash.function }),
  };
}
