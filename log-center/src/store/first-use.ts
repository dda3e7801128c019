import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Whether a release of a project was in use at a time: something was heard of it, or it was deployed. */
export async function releaseWasUsed(
  database: Kysely<Tables>,
  project: number,
  release: string,
  by: string,
): Promise<boolean> {
  const hour = `${by.slice(0, 13)}:00:00.000Z`;
  const deployed = database
    .selectFrom('deployments')
    .select('seq')
    .where('project', '=', project)
    .where('version', '=', release)
    .where('at', '<=', by);
  const heard = database
    .selectFrom('traffic')
    .select('count')
    .where('project', '=', project)
    .where('hour', '<', hour)
    .where('release', '=', release);
  const counted = database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select('count')
    .where('fingerprints.project', '=', project)
    .where('event_counts.release', '=', release);
  // Within the hour, the events themselves tell.
  const seen = counted
    .innerJoin('events', 'events.fingerprint', 'event_counts.fingerprint')
    .where('hour', '=', hour)
    .where('events.release', '=', release)
    .where('happened_at', '<=', by);
  const uses = [
    () => deployed.limit(1).executeTakeFirst(),
    () => heard.limit(1).executeTakeFirst(),
    () => counted.where('hour', '<', hour).limit(1).executeTakeFirst(),
    () => seen.limit(1).executeTakeFirst(),
  ];
  for (const use of uses) if ((await use()) !== undefined) return true;
  return false;
}
