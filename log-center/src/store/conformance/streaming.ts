import assert from 'node:assert/strict';
import type { StreamMessage } from '@errata/protocol/stream';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { changeStatus } from '../../lifecycle/status.ts';
import {
  messagesAfter,
  type OutboxFilter,
  type OutboxMessage,
  outboxBounds,
  pruneOutbox,
} from '../outbox.ts';
import type { Store } from '../store.ts';
import { collectAll, collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

export function streamingContract(open: OpenEmptyStore): void {
  describe('the outbox', () => {
    it('tells all changes in their order', async () => {
      await using opened = await open();
      const { store } = opened;
      assert.deepEqual(await outboxBounds(store.reader), { head: 0, dropped: 0 });
      const project = await newProject(store);
      const events = Array.from({ length: 30 }, (_, index) => sampleEvent(`bug${index % 3}`));
      await collectAll(store, project, events);
      const messages = await all(store);
      assert.deepEqual(
        messages.map(({ sequence }) => sequence),
        messages.map(({ sequence }) => sequence).sort((a, b) => a - b),
      );
      const counts = messages
        .map(read)
        .map(message => ('issue' in message && typeof message.issue === 'object' ? message.issue.count : 0));
      assert.equal(messages.length, 30);
      assert.equal(Math.max(...counts), 10);
    });

    it('is filtered by project and status, and tells what leaves a status', async () => {
      await using opened = await open();
      const { store } = opened;
      const [one, two] = [await newProject(store), await newProject(store)];
      const { issue } = await collectOne(store, one, sampleEvent());
      await collectOne(store, two, sampleEvent());
      const change = { to: 'DEPLOYED', version: 0, by: 'me', reason: 'fixed by hand' } as const;
      await store.write(transaction => changeStatus(transaction, issue, change, now));
      assert.equal((await all(store, { project: one.slug })).length, 2);
      assert.equal((await all(store, { project: two.slug, statuses: ['NEW'] })).length, 1);
      assert.equal((await all(store, { project: one.slug, statuses: ['NEW'] })).length, 2);
      assert.equal((await all(store, { statuses: ['DEPLOYED'] })).length, 1);
      assert.equal((await all(store, { statuses: ['FAILED'] })).length, 0);
    });

    it('says what it has dropped, and never begins anew', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      await collectAll(
        store,
        project,
        Array.from({ length: 10 }, () => sampleEvent()),
      );
      const { head } = await outboxBounds(store.reader);
      await store.write(transaction => pruneOutbox(transaction, 3));
      assert.deepEqual(await outboxBounds(store.reader), { head, dropped: head - 3 });
      await store.write(transaction => pruneOutbox(transaction, 0));
      assert.deepEqual(await outboxBounds(store.reader), { head, dropped: head - 1 });
      await collectOne(store, project, sampleEvent());
      assert.ok((await outboxBounds(store.reader)).head > head);
    });
  });
}

async function all(store: Store, filter: OutboxFilter = {}): Promise<OutboxMessage[]> {
  const { head } = await outboxBounds(store.reader);
  return messagesAfter(store.reader, 0, head, 1000, filter);
}

function read({ text }: OutboxMessage): StreamMessage {
  return JSON.parse(text) as StreamMessage;
}
