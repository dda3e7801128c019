import assert from 'node:assert/strict';
import { awaitedAt, forgetEarly, insertEarly, isAwaited, takeEarly } from '../early-facts.ts';
import {
  deleteHook,
  forgetDeliveries,
  insertHook,
  isRemembered,
  listHooks,
  rememberDelivery,
  touchHook,
} from '../hooks.ts';
import { newProject, now, type OpenEmptyStore } from './contract.ts';

const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

export function hearingContract(open: OpenEmptyStore): void {
  describe('hearing', () => {
    it('keeps the hooks of a project, and nothing of one that was removed', async () => {
      await using opened = await open();
      const { store } = opened;
      const [shop, other] = [await newProject(store), await newProject(store)];
      const insert = (secret: string, project = shop.id) =>
        store.write(transaction => insertHook(transaction, { project, source: 'gitea', secret }, now));
      const first = await insert('one');
      await insert('two');
      await insert('three', other.id);
      await store.write(transaction => touchHook(transaction, first.id, days(1)));
      assert.deepEqual(
        (await listHooks(store.reader, shop.id)).map(({ secret, heardAt }) => [secret, heardAt]),
        [
          ['one', days(1).toISOString()],
          ['two', undefined],
        ],
      );
      const remove = (project: number) =>
        store.write(transaction => deleteHook(transaction, project, first.id));
      assert.equal(await remove(other.id), undefined);
      assert.equal((await remove(shop.id))?.secret, 'one');
      assert.equal(await remove(shop.id), undefined);
      assert.deepEqual(
        (await listHooks(store.reader)).map(({ secret }) => secret),
        ['two', 'three'],
      );
    });

    it('remembers of many who tell the same that exactly one was taken, for a week', async () => {
      await using opened = await open();
      const { store } = opened;
      const [shop, other] = [await newProject(store), await newProject(store)];
      const remember = (delivery: string, at = now, project = shop.id) =>
        store.write(transaction => rememberDelivery(transaction, project, delivery, at));
      const taken = await Promise.all(Array.from({ length: 20 }, () => remember('a')));
      assert.equal(taken.filter(Boolean).length, 1);
      assert.equal(await remember('a', now, other.id), true);
      assert.equal(await remember('b', days(5)), true);
      await store.write(transaction => forgetDeliveries(transaction, days(8)));
      assert.equal(await isRemembered(store.reader, shop.id, 'a'), false);
      assert.equal(await isRemembered(store.reader, shop.id, 'b'), true);
    });

    it('keeps what is told too early, in its order, until it is taken or a day old', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id: project } = await newProject(store);
      const one = { project, pullRequest: 'github github.com acme/shop 7' };
      const insert = (json: string, head?: string, at = now) =>
        store.write(transaction => insertEarly(transaction, { ...one, json, head }, at));
      await insert('{"a":1}', 'a'.repeat(40));
      await insert('{"b":2}');
      assert.equal(await isAwaited(store.reader, one), true);
      assert.equal(await isAwaited(store.reader, { ...one, pullRequest: 'another' }), false);
      assert.deepEqual(await awaitedAt(store.reader, project, 'a'.repeat(40)), one);
      const take = () => store.write(transaction => takeEarly(transaction, one));
      assert.deepEqual(await take(), ['{"a":1}', '{"b":2}']);
      assert.deepEqual(await take(), []);
      await insert('{"c":3}');
      await store.write(transaction => forgetEarly(transaction, days(2)));
      assert.deepEqual(await take(), []);
    });

    it('keeps no more of a project than there can be', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id: project } = await newProject(store);
      const one = { project, pullRequest: 'github github.com acme/shop 7', head: undefined };
      await store.write(async transaction => {
        for (let count = 0; count < 505; count++) {
          await insertEarly(transaction, { ...one, json: String(count) }, now);
        }
      });
      const kept = await store.write(transaction => takeEarly(transaction, one));
      assert.deepEqual([kept.length, kept.at(-1)], [500, '499']);
    });
  });
}
