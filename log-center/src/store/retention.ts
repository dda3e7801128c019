import type { Kysely } from 'kysely';
import { listProjects } from './projects.ts';
import { planRetention, type StoredEvent } from './retention-plan.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Issues that are looked through at once, and events that are read or dropped at once: others get their turn between. */
const issuesAtOnce = 5000;
const eventsRead = 2000;
const eventsDropped = 200;
const looksAtOnce = 200;
const dayMilliseconds = 86_400_000;

/** What is seen at a look at an issue's events. */
type Look = Tables['retention'] & { readonly dropped: readonly number[] };

/** Projects for which the same holds. */
interface Rule {
  readonly projects: number[];
  readonly most: number;
  readonly cutoff: string;
}

interface Candidate {
  readonly seq: number;
  readonly id: string;
  readonly count: number;
}

/**
 * Drops the events that the projects' settings let go, with their attachments; see retention-plan.ts for which. Counts, users
 * and all else that is known of an issue stay. Cheap when there is nothing to drop. Gives the number of dropped events.
 * @param signal ends it early; the next sweep goes on
 */
export async function sweepEvents(store: Store, now: Date, signal?: AbortSignal): Promise<number> {
  let dropped = 0;
  let pending: Look[] = [];
  /** Together, since each transaction costs as much as many events. */
  const settle = async () => {
    const looks = pending;
    pending = [];
    const sequences = looks.flatMap(look => look.dropped);
    for (let from = 0; from < sequences.length; from += eventsDropped) {
      const some = sequences.slice(from, from + eventsDropped);
      await store.write(transaction => dropEvents(transaction, some));
      dropped += some.length;
    }
    await store.write(transaction => rememberLooks(transaction, looks));
  };
  const { last } = await store.reader
    .selectFrom('issues')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  const rules = await rulesOf(store.reader, now);
  for (let after = 0; after < (last ?? 0); after += issuesAtOnce) {
    for (const rule of rules) {
      for (const issue of await candidates(store.reader, rule, after)) {
        if (signal?.aborted) return dropped;
        pending.push(await lookAt(store.reader, issue, rule));
        const waiting = pending.reduce((sum, look) => sum + look.dropped.length, 0);
        if (pending.length >= looksAtOnce || waiting >= eventsDropped) await settle();
      }
      await othersTurn();
    }
  }
  if (pending.length > 0) await settle();
  return dropped;
}

async function rulesOf(database: Kysely<Tables>, now: Date): Promise<Rule[]> {
  const rules = new Map<string, Rule>();
  for (const { id, settings } of await listProjects(database)) {
    const { days, eventsPerIssue: most } = settings.retention;
    const cutoff = new Date(now.getTime() - days * dayMilliseconds).toISOString();
    const key = `${most} ${cutoff}`;
    const rule = rules.get(key) ?? { projects: [], most, cutoff };
    rule.projects.push(id);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

/**
 * Issues of which something may go: there were new events since the last look, and they are too many or some of the issue's are
 * old; or what was young then is old by now; or fewer may stay than then.
 */
function candidates(
  database: Kysely<Tables>,
  { projects, most, cutoff }: Rule,
  after: number,
): Promise<Candidate[]> {
  return database
    .selectFrom('issues')
    .leftJoin('retention', 'retention.issue', 'issues.seq')
    .select(['issues.seq', 'issues.id', 'issues.count'])
    .where('issues.seq', '>', after)
    .where('issues.seq', '<=', after + issuesAtOnce)
    .where('issues.project', 'in', projects)
    .where('issues.merged_into', 'is', null)
    .where(row => {
      const seen = row.fn.coalesce('retention.count', row.lit(0));
      const kept = row.fn.coalesce('retention.kept', row.lit(0));
      const isNew = row('issues.count', '!=', seen);
      const isTooMany = row('issues.count', '>', row(row(seen, '-', kept), '+', row.val(most)));
      return row.or([
        row.and([isTooMany, row.or([isNew, row('retention.oldest', 'is not', null)])]),
        row.and([isNew, row('issues.first_seen', '<', cutoff)]),
        row('retention.oldest', '<', cutoff),
      ]);
    })
    .orderBy('issues.seq')
    .execute();
}

/** What may go stays so whatever comes meanwhile: more events take protection away and give none. */
async function lookAt(database: Kysely<Tables>, issue: Candidate, { most, cutoff }: Rule): Promise<Look> {
  const events = await storedEvents(database, issue.id);
  const { dropped, oldest } = planRetention(events, most, cutoff);
  const kept = events.length - dropped.length;
  // As often as it had occurred when the events were read, or less: what came meanwhile is looked at next time.
  return { issue: issue.seq, count: issue.count, kept, oldest, dropped: dropped.map(({ seq }) => seq) };
}

async function rememberLooks(database: Kysely<Tables>, looks: readonly Look[]): Promise<void> {
  for (const { issue, dropped: _, ...left } of looks) {
    await database
      .insertInto('retention')
      .values({ issue, ...left })
      .onConflict(conflict => conflict.column('issue').doUpdateSet(left))
      .execute();
  }
}

async function storedEvents(database: Kysely<Tables>, issue: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const rows = await database
      .selectFrom('events')
      .select(['seq', 'fingerprint', 'happened_at', 'release'])
      // What a user wrote is about this very event.
      .select(row =>
        row
          .exists(
            row
              .selectFrom('feedback')
              .select('feedback.id')
              .whereRef('feedback.project', '=', 'events.project')
              .whereRef('feedback.event', '=', 'events.id'),
          )
          .as('isWanted'),
      )
      .where('issue', '=', issue)
      .where('seq', '>', events.at(-1)?.seq ?? 0)
      .orderBy('seq')
      .limit(eventsRead)
      .execute();
    events.push(...rows.map(row => ({ ...row, isWanted: Boolean(row.isWanted) })));
    if (rows.length < eventsRead) return events;
    await othersTurn();
  }
}

async function dropEvents(database: Kysely<Tables>, sequences: readonly number[]): Promise<void> {
  const attachments = await database
    .selectFrom('events')
    .innerJoin('attachments', join =>
      join.onRef('attachments.project', '=', 'events.project').onRef('attachments.event', '=', 'events.id'),
    )
    .select(['attachments.id', 'attachments.blob'])
    .where('events.seq', 'in', sequences)
    .execute();
  if (attachments.length > 0) await dropAttachments(database, attachments);
  await database.deleteFrom('events').where('seq', 'in', sequences).execute();
}

/** Bytes go when nothing refers to them any more. */
async function dropAttachments(
  database: Kysely<Tables>,
  attachments: readonly { readonly id: number; readonly blob: string }[],
): Promise<void> {
  const ids = attachments.map(({ id }) => id);
  await database.deleteFrom('attachments').where('id', 'in', ids).execute();
  const hashes = [...new Set(attachments.map(({ blob }) => blob))];
  const used = await database
    .selectFrom('attachments')
    .select('blob')
    .where('blob', 'in', hashes)
    .distinct()
    .execute();
  const orphans = hashes.filter(hash => !used.some(({ blob }) => blob === hash));
  if (orphans.length > 0) await database.deleteFrom('blobs').where('hash', 'in', orphans).execute();
}

function othersTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
