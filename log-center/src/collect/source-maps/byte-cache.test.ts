import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ByteCache } from './byte-cache.ts';

describe('the cache', () => {
  it('takes no more memory than it may, and gives what was read', async () => {
    const asked = fc.array(fc.tuple(fc.nat(30), fc.nat(3000)), { maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(asked, async asks => {
        const cache = new ByteCache(5000);
        for (const [key, bytes] of asks) {
          const value = await cache.get(
            String(key),
            async () => ({ key, bytes }),
            read => read.bytes,
          );
          assert.equal(value.key, key);
          assert.ok(cache.bytes >= 0 && cache.bytes <= 5000);
        }
      }),
    );
  });

  it('lets go first of what was not asked for longest', async () => {
    const cache = new ByteCache(1000);
    const reads: string[] = [];
    const ask = (key: string) =>
      cache.get(
        key,
        async () => reads.push(key),
        () => 200,
      );
    for (const key of ['a', 'b', 'a', 'c', 'd', 'a', 'b']) await ask(key);
    assert.deepEqual(reads, ['a', 'b', 'c', 'd', 'b']);
  });

  it('keeps nothing that could not be read', async () => {
    const cache = new ByteCache(1000);
    await assert.rejects(
      cache.get(
        'a',
        async () => Promise.reject(new Error('no')),
        () => 1,
      ),
      /no/,
    );
    assert.equal(
      await cache.get(
        'a',
        async () => 7,
        () => 1,
      ),
      7,
    );
  });
});
