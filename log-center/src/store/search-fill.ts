import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import type { Engine } from './engine.ts';
import { unpackEvent } from './event-body.ts';
import { indexFingerprint, searchDocument } from './search-index.ts';
import type { Tables } from './tables.ts';

const fingerprintsAtOnce = 200;

/** Makes what was stored before there was a search be found, too. */
export async function fillSearch(engine: Engine): Promise<void> {
  for (;;) {
    const filled = await engine.writer.transaction().execute(async transaction => {
      await engine.takeTurn(transaction);
      const missing = await missingFingerprints(transaction);
      for (const fingerprint of missing) await fill(transaction, fingerprint);
      return missing.length;
    });
    if (filled < fingerprintsAtOnce) return;
  }
}

type Fingerprint = Awaited<ReturnType<typeof missingFingerprints>>[number];

/** They are filled in their order, and new ones are larger than all before: behind the last one nothing is missing. */
async function missingFingerprints(database: Kysely<Tables>) {
  const last = await database
    .selectFrom('issue_search')
    .select('rowid')
    .orderBy('rowid', 'desc')
    .limit(1)
    .executeTakeFirst();
  return database
    .selectFrom('fingerprints')
    .innerJoin('issues', 'issues.id', 'fingerprints.issue')
    .select(['fingerprints.id', 'title', 'culprit'])
    .where('fingerprints.id', '>', last?.rowid ?? 0)
    .orderBy('fingerprints.id')
    .limit(fingerprintsAtOnce)
    .execute();
}

async function fill(database: Kysely<Tables>, fingerprint: Fingerprint): Promise<void> {
  const row = await database
    .selectFrom('events')
    .select('body')
    .where('fingerprint', '=', fingerprint.id)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  const event = (row && readable(row.body)) ?? { exceptions: [] };
  await indexFingerprint(database, fingerprint.id, searchDocument(event, fingerprint));
}

function readable(body: Uint8Array): Event | undefined {
  try {
    return unpackEvent(body);
  } catch {
    return undefined;
  }
}
