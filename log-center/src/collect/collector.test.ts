import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { ensureProject } from '../store/projects.ts';
import { listQuarantined, quarantinedById } from '../store/quarantine.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { CollectError } from './collect-error.ts';
import { Collector } from './collector.ts';
import { work } from './prepare/work.ts';
import { readReceived } from './received.ts';

const now = () => new Date('2026-01-02T03:04:05Z');

async function bench(look: (event: Event) => void) {
  const temporary = await temporaryStore();
  const { store } = temporary;
  const { project } = await store.write(transaction => ensureProject(transaction, 'shop', now()));
  const told: string[] = [];
  const collector = new Collector(store, {
    now,
    preparer: {
      async prepare(given, received) {
        look(readReceived(received));
        return work(given, received);
      },
    },
    unminify: async (_project, event) => ({ event, awaited: [] }),
    collected: ({ slug }) => told.push(`collected ${slug}`),
    quarantined: (_project, error) => told.push(`quarantined ${error}`),
  });
  const receive = (event: unknown) => {
    const bytes = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
    return { type: 'event', bytes };
  };
  return { ...temporary, store, project, collector, told, receive };
}

describe('the collector', () => {
  it('keeps what breaks it as it came, and takes it when it is mended', async () => {
    let isBroken = true;
    await using test = await bench(() => {
      if (isBroken) throw new RangeError('boom');
    });
    const { collector, project, store, told } = test;
    const sent = test.receive({ message: 'poison', event_id: 'a'.repeat(32) });
    assert.equal(await collector.collect(project, sent), undefined);
    assert.deepEqual(told, ['quarantined RangeError: boom']);
    const [item] = await listQuarantined(store.reader, 10);
    assert.ok(item !== undefined && item.project === 'shop' && item.bytes === sent.bytes.length);
    assert.match(item.reason, /^RangeError: boom\n {4}at/);
    const kept = await quarantinedById(store.reader, item.id);
    assert.deepEqual(Buffer.from(kept?.body ?? []), sent.bytes);

    await assert.rejects(collector.replay(project, sent), /boom/);
    isBroken = false;
    const again = test.receive(Buffer.from(kept?.body ?? []).toString());
    assert.deepEqual(await collector.replay(project, again), { event: 'a'.repeat(32), issue: 'SHOP-1' });
    assert.equal(told.at(-1), 'collected shop');
  });

  it('tells a client what is its own fault, and keeps nothing of it', async () => {
    await using test = await bench(() => {});
    await assert.rejects(test.collector.collect(test.project, test.receive('{"a":')), CollectError);
    assert.deepEqual(await listQuarantined(test.store.reader, 10), []);
  });

  it('says that the database fails when it does, and acknowledges nothing', async () => {
    const test = await bench(() => {});
    await test.store.close();
    await assert.rejects(test.collector.collect(test.project, test.receive(sampleEvent())));
  });
});
