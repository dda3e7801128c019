import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { temporaryDirectory } from '../testing/temporary.ts';
import { Spool } from './spool.ts';

describe('Spool', () => {
  it('gives back what was added, in parts, and leaves no file', async () => {
    await using directory = await temporaryDirectory();
    const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1000, max: 300_000 }), async (pieces, partSize) => {
        const whole = Buffer.concat(pieces.map((size, index) => Buffer.alloc(size, index + 1)));
        await using spool = new Spool(directory.path);
        let start = 0;
        for (const size of pieces) {
          await spool.add(whole.subarray(start, start + size));
          start += size;
        }
        assert.deepEqual(await readdir(directory.path), []);
        assert.equal(spool.size, whole.length);
        assert.equal(spool.hash, hash('sha256', whole));
        const parts: Uint8Array[] = [];
        for await (const part of spool.parts(partSize)) parts.push(part);
        assert.ok(parts.slice(0, -1).every(({ length }) => length === partSize));
        assert.ok(Buffer.concat(parts).equals(whole));
      }),
      { numRuns: 30 },
    );
  });
});
