import type { Occurrences } from '@errata/protocol/impact';
import type { Issue } from '@errata/protocol/issue';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';

/** How often an issue occurs, and where; a log center that cannot count by release is taken at what the issue says. */
export async function knownOccurrences(
  client: () => LogCenterClient,
  issue: Issue,
  signal?: AbortSignal,
): Promise<Occurrences> {
  const { count, users, firstSeen, lastSeen } = issue;
  try {
    const { releases } = await client().stats(issue.id, signal);
    return { count, users, firstSeen, lastSeen, releases };
  } catch (error) {
    if (!(error instanceof LogCenterError)) throw error;
    return { count, users, firstSeen, lastSeen, releases: [] };
  }
}
