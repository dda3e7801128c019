import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { attachmentById, attachmentsOfIssue, insertAttachment } from '../attachments.ts';
import { blobParts, hasBlob, partBytes } from '../blobs.ts';
import { insertFeedback, listFeedback } from '../feedback.ts';
import { insertKey, listKeys, revokeKey } from '../keys.ts';
import { ensureProject, projectBySlug, saveSettings } from '../projects.ts';
import { insertQuarantined, listQuarantined, markReplayed, quarantinedById } from '../quarantine.ts';
import { insertToken, listTokens, revokeToken, tokenBySecret, touchToken } from '../tokens.ts';
import { insertBlob, readBlob } from './as-whole.ts';
import { collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

const at = now.toISOString();

export function keepingContract(open: OpenEmptyStore): void {
  describe('keeping', () => {
    it('keeps bytes as they are, part by part', async () => {
      await using opened = await open();
      const { store } = opened;
      for (const bytes of [Buffer.alloc(0), Buffer.from([0, 255, 0]), randomBytes(2 * partBytes + 1)]) {
        const name = hash('sha256', bytes);
        await store.write(transaction => insertBlob(transaction, name, bytes));
        await store.write(transaction => insertBlob(transaction, name, bytes));
        assert.deepEqual(await readBlob(store.reader, name), bytes);
      }
      const sizes: number[] = [];
      for await (const part of blobParts(store.reader, hash('sha256', ''))) sizes.push(part.length);
      assert.deepEqual(sizes, [0]);
      assert.equal(await hasBlob(store.reader, 'none'), false);
      assert.equal(await readBlob(store.reader, 'none'), undefined);
    });

    it('keeps files and words that come with an event', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const event = sampleEvent();
      const { issue } = await collectOne(store, project, event);
      const file = { project: project.id, event: event.id, name: 'a\0.log', bytes: 5_000_000_000, blob: 'b' };
      await store.write(async transaction => {
        await insertAttachment(transaction, { ...file, content_type: null, kind: 'log', received_at: at });
        await insertFeedback(transaction, project.id, {
          event: event.id,
          message: 'it\0broke',
          receivedAt: at,
        });
        await insertFeedback(transaction, project.id, { message: 'in general', name: 'N', receivedAt: at });
      });
      const [attachment] = await attachmentsOfIssue(store.reader, issue, 10);
      assert.equal(attachment?.bytes, 5_000_000_000);
      assert.equal((await attachmentById(store.reader, attachment?.id ?? 0))?.issue, issue);
      assert.equal((await listFeedback(store.reader, { issue }, 10)).length, 1);
      const all = await listFeedback(store.reader, { project: project.id }, 10);
      assert.deepEqual(all[0], { message: 'in general', name: 'N', receivedAt: at });
    });

    it('keeps in quarantine what broke us, as it came', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const body = randomBytes(1000);
      const item = { project: project.id, received_at: at, type: 'event', reason: 'Error: a\0b', body };
      const id = await store.write(transaction => insertQuarantined(transaction, item));
      const stored = await quarantinedById(store.reader, id);
      assert.deepEqual(Buffer.from(stored?.body ?? []), body);
      await store.write(transaction => markReplayed(transaction, id, now));
      const [listed] = await listQuarantined(store.reader, 10, project.slug);
      assert.deepEqual([listed?.bytes, listed?.replayedAt], [1000, at]);
      assert.deepEqual(await listQuarantined(store.reader, 10, 'other'), []);
    });

    it('knows tokens by their secret only', async () => {
      await using opened = await open();
      const { store } = opened;
      const wanted = { name: 'ci', scopes: ['read', 'write'] as const, project: undefined };
      const { token, secret } = await store.write(transaction =>
        insertToken(transaction, { ...wanted, scopes: [...wanted.scopes] }, now),
      );
      assert.doesNotMatch(
        JSON.stringify(await store.reader.selectFrom('tokens').selectAll().execute()),
        new RegExp(secret),
      );
      assert.equal((await tokenBySecret(store.reader, secret))?.id, token.id);
      assert.equal(await tokenBySecret(store.reader, `${secret}x`), undefined);
      await store.write(transaction => touchToken(transaction, token.id, now));
      const later = new Date(now.getTime() + 1000);
      await store.write(transaction => revokeToken(transaction, token.id, now));
      const again = await store.write(transaction => revokeToken(transaction, token.id, later));
      assert.deepEqual([again?.revokedAt, again?.lastUsedAt], [at, at]);
      assert.equal((await listTokens(store.reader)).length, 1);
    });

    it('keeps projects with their settings and keys', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const again = await store.write(transaction => ensureProject(transaction, project.slug, now));
      assert.deepEqual(again, { project, created: false });
      const settings = { ...project.settings, retention: { days: 7, eventsPerIssue: 5 } };
      await store.write(transaction => saveSettings(transaction, project.id, settings));
      assert.deepEqual((await projectBySlug(store.reader, project.slug))?.settings, settings);
      const key = await store.write(transaction => insertKey(transaction, project.id, 'next', now));
      assert.equal(await store.write(transaction => revokeKey(transaction, project.id, key.id)), true);
      assert.equal(await store.write(transaction => revokeKey(transaction, project.id, 2 ** 40)), false);
      const keys = await listKeys(store.reader, project.id);
      assert.deepEqual(
        keys.map(({ label, active }) => [label, active]),
        [
          ['Default', true],
          ['next', false],
        ],
      );
    });
  });
}
