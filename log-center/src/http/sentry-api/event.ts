import type { Event } from '@errata/protocol/event';
import { headlineOf } from '../../group/headline.ts';
import { entriesOf, type SentryEntry } from './entries.ts';
import type { FoundEvent } from './find-events.ts';
import type { IssueRow } from './find-issues.ts';
import { metadataOf, type SentryIssueMetadata } from './issue.ts';
import { type SentryTag, tagsOf } from './tag.ts';

/** An event in a list. */
export interface SentryEventSummary {
  readonly id: string;
  readonly eventID: string;
  readonly groupID: string;
  readonly projectID: string;
  readonly 'event.type': 'error' | 'default';
  readonly title: string;
  readonly message: string;
  readonly culprit: string;
  readonly location: string | null;
  readonly platform: string;
  readonly user: SentryUser | null;
  readonly tags: readonly SentryTag[];
  readonly dateCreated: string;
  readonly metadata: SentryIssueMetadata;
}

export interface SentryEvent extends Omit<SentryEventSummary, 'event.type'> {
  readonly type: 'error' | 'default';
  readonly dist: string | null;
  readonly entries: readonly SentryEntry[];
  readonly contexts: Readonly<Record<string, object>>;
  readonly context: Readonly<Record<string, never>>;
  readonly packages: Readonly<Record<string, never>>;
  readonly errors: readonly [];
  readonly fingerprints: readonly string[];
  readonly sdk: { readonly name: string; readonly version: string | null } | null;
  readonly release: { readonly version: string } | null;
  readonly dateReceived: string;
  readonly nextEventID: string | null;
  readonly previousEventID: string | null;
}

export interface SentryUser {
  readonly id: string | null;
  readonly email: string | null;
  readonly username: string | null;
  readonly name: string | null;
  readonly ip_address: string | null;
  /** What else the client told. */
  readonly data: Readonly<Record<string, unknown>>;
}

export function summaryOf({ event, project }: FoundEvent, issue: IssueRow): SentryEventSummary {
  const { title, culprit } = headlineOf(event);
  const metadata = metadataOf(event, title);
  return {
    id: event.id,
    eventID: event.id,
    groupID: String(issue.seq),
    projectID: String(project),
    'event.type': event.exceptions.length > 0 ? 'error' : 'default',
    title,
    message: event.message ?? '',
    culprit,
    location: metadata.filename ?? null,
    platform: event.platform,
    user: userOf(event.user),
    tags: tagsOf(event),
    dateCreated: event.timestamp,
    metadata,
  };
}

export function eventOf(
  found: FoundEvent,
  issue: IssueRow,
  neighbours: { readonly previous: string | null; readonly next: string | null },
): SentryEvent {
  const { event } = found;
  const { 'event.type': type, ...summary } = summaryOf(found, issue);
  return {
    ...summary,
    type,
    dist: event.dist ?? null,
    entries: entriesOf(event),
    contexts: contextsOf(event),
    context: {},
    packages: {},
    errors: [],
    fingerprints: [issue.fingerprint],
    sdk: sdkOf(event.sdk),
    release: event.release === undefined ? null : { version: event.release },
    dateReceived: found.receivedAt,
    nextEventID: neighbours.next,
    previousEventID: neighbours.previous,
  };
}

function contextsOf({ contexts }: Event): Record<string, object> {
  return Object.fromEntries(
    Object.entries(contexts).flatMap(([key, context]) =>
      typeof context === 'object' && context !== null ? [[key, { type: key, ...context }]] : [],
    ),
  );
}

function userOf(user: Event['user']): SentryUser | null {
  if (user === undefined) return null;
  const { id, email, username, name, ip_address, data, ...rest } = user;
  return {
    id: textOf(id),
    email: textOf(email),
    username: textOf(username),
    name: textOf(name),
    ip_address: textOf(ip_address),
    data: { ...rest, ...(typeof data === 'object' ? data : undefined) },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** From `sentry.javascript.node/10.78.0` and the like. */
function sdkOf(sdk: string | undefined): SentryEvent['sdk'] {
  if (sdk === undefined) return null;
  const [name = sdk, version = null] = sdk.split('/', 2);
  return { name, version };
}
