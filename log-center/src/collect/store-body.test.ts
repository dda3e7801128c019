import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { CollectError } from './collect-error.ts';
import { storeBody } from './store-body.ts';

const mebi = 1024 * 1024;
const json = '{"message":"größer"}';

describe('storeBody', () => {
  it('finds the JSON in all that old clients make of it', async () => {
    for (const body of [
      Buffer.from(json),
      Buffer.from(Buffer.from(json).toString('base64')),
      Buffer.from(`${deflateSync(json).toString('base64')}\n`),
      Buffer.from(deflateSync(json).toString('base64url')),
      Buffer.from(deflateSync(json).toString('base64').replace(/.{8}/g, '$&\r\n')),
      deflateSync(json),
      deflateSync(json, { level: 9 }),
      gzipSync(json),
      Buffer.from(gzipSync(json).toString('base64')),
    ]) {
      assert.equal((await storeBody(body, mebi)).toString(), json);
    }
  });

  it('refuses what unpacks to more than it may', async () => {
    const bomb = Buffer.from(deflateSync(Buffer.alloc(64 * mebi)).toString('base64'));
    await assert.rejects(storeBody(bomb, mebi), { name: 'CollectError', reason: 'too-large' });
    await assert.rejects(storeBody(Buffer.alloc(mebi + 1, '{'), mebi), { reason: 'too-large' });
  });

  it('leaves anything else as it is, or refuses it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async bytes => {
        try {
          assert.ok(Buffer.isBuffer(await storeBody(Buffer.from(bytes), mebi)));
        } catch (error) {
          assert.ok(error instanceof CollectError);
        }
      }),
    );
    assert.equal((await storeBody(Buffer.from('[1, 2]'), mebi)).toString(), '[1, 2]');
  });
});
