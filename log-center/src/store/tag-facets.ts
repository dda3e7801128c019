import type { TagFacet } from '@errata/protocol/stats';
import type { Kysely } from 'kysely';
import { newestEvents } from './events.ts';
import type { Tables } from './tables.ts';

const mostEvents = 100;
const mostValues = 20;

/** The values of each tag over the newest events of an issue, most frequent first. Release and the like count as tags. */
export async function tagFacets(database: Kysely<Tables>, issue: string): Promise<TagFacet[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const event of await newestEvents(database, issue, mostEvents)) {
    const { release, environment, level, serverName, transaction } = event;
    const implied = { release, environment, level, server_name: serverName, transaction };
    for (const [key, value] of Object.entries({ ...implied, ...event.tags })) {
      if (value === undefined || value === '') continue;
      const values = counts.get(key) ?? new Map<string, number>();
      counts.set(key, values.set(value, (values.get(value) ?? 0) + 1));
    }
  }
  return [...counts].map(([key, values]) => ({
    key,
    values: [...values]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, mostValues),
  }));
}
