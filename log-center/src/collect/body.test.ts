import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import fc from 'fast-check';
import { type BodyLimits, bodyPieces, wholeBody } from './body.ts';
import { CollectError } from './collect-error.ts';

const mebi = 1024 * 1024;
const usual: BodyLimits = { sent: 40 * mebi, unpacked: 200 * mebi, stallMilliseconds: 10_000 };

/** A server that reads every body in some way and answers with what came of it. */
async function startReader(read: (request: IncomingMessage) => Promise<string>) {
  const server = createServer((request, response) => {
    read(request).then(
      result => response.end(result),
      error => response.end(error instanceof CollectError ? error.reason : String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    server,
    async send(body: Uint8Array | ReadableStream, encoding?: string): Promise<string> {
      const headers = { ...(encoding !== undefined && { 'content-encoding': encoding }) };
      const sent = body instanceof ReadableStream ? body : Uint8Array.from(body);
      const answer = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        body: sent,
        duplex: 'half',
        headers,
      });
      return answer.text();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}

const digest = (bytes: Uint8Array) => hash('sha256', bytes);
const digests = () => startReader(async request => digest(await wholeBody(request, usual)));
const count = (limits = usual) =>
  startReader(async request => {
    let size = 0;
    for await (const piece of bodyPieces(request, limits)) size += piece.length;
    return String(size);
  });

/** As servers do it; as small as it gets takes seconds. */
const brotli = (bytes: Uint8Array) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });

const encoders = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotli],
  ['zstd', zstdCompressSync],
  ['identity', (bytes: Uint8Array) => bytes],
  [undefined, (bytes: Uint8Array) => bytes],
] as const;

/** Ten megabytes of gzip that unpack to ten gigabytes. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(10 * mebi));
  return Buffer.concat(Array.from({ length: 1024 }, () => member));
}

describe('the body of a request', () => {
  it('comes out of every encoding as it was, of any size', async () => {
    await using reader = await digests();
    for (const size of [0, 1, 9000, 5 * mebi]) {
      const bytes = Buffer.alloc(size, 'abcdefghij klmnop\0\xff', 'latin1');
      for (const [encoding, encode] of encoders) {
        assert.equal(await reader.send(encode(bytes), encoding), digest(bytes), `${encoding} ${size}`);
      }
    }
  });

  it('may come in chunks of any size', async () => {
    await using reader = await count();
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom(...encoders), async (parts, [encoding, encode]) => {
        const whole = Buffer.concat(parts);
        const packed = encode(whole);
        const half = packed.length >> 1;
        const stream = new ReadableStream({
          start(controller) {
            for (const part of [packed.subarray(0, half), packed.subarray(half)]) {
              if (part.length > 0) controller.enqueue(part);
            }
            controller.close();
          },
        });
        assert.equal(await reader.send(stream, encoding), String(whole.length));
      }),
      { numRuns: 40 },
    );
  });

  it('is refused when it is larger than it may be, as it is sent or unpacked', async () => {
    await using reader = await count({ ...usual, sent: 3 * mebi, unpacked: 4 * mebi });
    const large = Buffer.alloc(5 * mebi);
    assert.equal(await reader.send(large), 'too-large');
    for (const [encoding, encode] of encoders) {
      assert.equal(await reader.send(encode(large), encoding), 'too-large', encoding);
    }
    assert.equal(await reader.send(gzipSync(large.subarray(mebi)), 'gzip'), String(4 * mebi));
    const chunks = [2 * mebi, 1.5 * mebi].map(size => new Uint8Array(size));
    const sent = new ReadableStream({
      pull(controller) {
        const chunk = chunks.pop();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    });
    assert.equal(await reader.send(sent), 'too-large', 'chunked');
    const endless = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(mebi)) });
    assert.equal(await reader.send(endless).catch(() => 'too-large'), 'too-large');
  });

  it('costs neither memory nor work when it is a bomb', async () => {
    const limits = { ...usual, unpacked: 300 * mebi };
    let unpacked = 0;
    await using reader = await startReader(async request => {
      for await (const piece of bodyPieces(request, limits)) unpacked += piece.length;
      return 'whole';
    });
    const body = bomb();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 5);
    assert.equal(await reader.send(body, 'gzip'), 'too-large');
    clearInterval(watch);
    assert.ok(unpacked <= limits.unpacked, `${unpacked / mebi} MiB came out`);
    // To hold what comes out would take twice as much at least; the client's copies are in this process, too.
    const growth = (most - before) / mebi;
    assert.ok(growth < 250, `${growth} MiB`);
  });

  it('is refused when it is no such encoding, cut off, or encoded twice', async () => {
    await using reader = await count();
    const large = Buffer.from(Array.from({ length: 3 * mebi }, (_, index) => (index * index) % 251));
    for (const [encoding, encode] of encoders.filter(([name]) => name !== undefined && name !== 'identity')) {
      for (const bytes of [Buffer.alloc(1000, 'x'), large]) {
        const packed = encode(bytes);
        assert.equal(
          await reader.send(packed.subarray(0, packed.length >> 1), encoding),
          'bad-encoding',
          encoding,
        );
      }
    }
    for (const encoding of ['gzip', 'br', 'zstd', 'rot13', '__proto__', 'gzip, gzip', 'deflate,br']) {
      assert.equal(await reader.send(Buffer.from('{"message":"plain"}'), encoding), 'bad-encoding', encoding);
    }
    const twice = gzipSync(gzipSync(Buffer.from('x')));
    assert.equal(await reader.send(twice, 'gzip, gzip'), 'bad-encoding');
    assert.equal(await reader.send(gzipSync(Buffer.from('xyz')), 'identity, gzip'), '3');
  });

  it('is an error when the client hangs up or falls silent in the middle', async () => {
    const results: string[] = [];
    const seen = Promise.withResolvers<void>();
    await using reader = await startReader(async request => {
      try {
        await wholeBody(request, { ...usual, stallMilliseconds: 50 });
        results.push('whole');
      } catch (error) {
        results.push(error instanceof CollectError ? error.reason : String(error));
      }
      if (results.length === 2) seen.resolve();
      return results.at(-1) ?? '';
    });
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf';
    const hangsUp = connect(reader.port, '127.0.0.1', () => hangsUp.end(head));
    const silent = connect(reader.port, '127.0.0.1', () => silent.write(head));
    await seen.promise;
    hangsUp.destroy();
    silent.destroy();
    assert.deepEqual(results.toSorted(), ['cut-off', 'stalled']);
  });

  it('leaves the connection usable when it was refused', async () => {
    await using reader = await count({ ...usual, sent: mebi });
    const connections = new Set();
    reader.server.on('connection', socket => connections.add(socket));
    for (const size of [2 * mebi, 10, 2 * mebi, 10]) {
      const answer = await reader.send(Buffer.alloc(size));
      assert.equal(answer, size > mebi ? 'too-large' : String(size));
    }
    assert.ok(connections.size <= 2, String(connections.size));
  });
});
