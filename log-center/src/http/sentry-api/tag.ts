import type { Event } from '@errata/protocol/event';
import type { TagFacet } from '@errata/protocol/stats';
import type { IssueRow } from './find-issues.ts';

export interface SentryTag {
  readonly key: string;
  readonly value: string;
}

export interface SentryTagKey {
  readonly key: string;
  readonly name: string;
  /** Events that have the tag. */
  readonly totalValues: number;
  readonly uniqueValues: number;
  readonly topValues: readonly SentryTagValue[];
}

export interface SentryTagValue {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** An event's tags; what every event has counts among them. */
export function tagsOf({ level, release, environment, serverName, transaction, tags }: Event): SentryTag[] {
  const implied = { environment, level, release, server_name: serverName, transaction };
  return Object.entries({ ...implied, ...tags })
    .flatMap(([key, value]) => (value === undefined || value === '' ? [] : [{ key, value }]))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A tag with its values. It is not known when each was seen, only that it was within the issue's time. */
export function tagKeyOf({ key, values }: TagFacet, issue: IssueRow): SentryTagKey {
  return {
    key,
    name: nameOf(key),
    totalValues: values.reduce((sum, { count }) => sum + count, 0),
    uniqueValues: values.length,
    topValues: values.map(({ value, count }) => ({
      key,
      name: value,
      value,
      count,
      firstSeen: issue.first_seen,
      lastSeen: issue.last_seen,
    })),
  };
}

function nameOf(key: string): string {
  return key
    .split(/[._]/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
