import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { Demultiplexer } from './docker/demultiplexer.ts';
import { TrailerSplitter } from './run-protocol.ts';

const NONCE = '0123456789abcdef0123456789abcdef';

/** Cuts bytes at the given places, wherever they fall. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
}

function trailer(exitCode: number, artefacts: readonly (readonly [string, string])[]): Buffer {
  const parts = artefacts.map(([path, text]) => `${path}\0${Buffer.byteLength(text)}\0${text}`);
  return Buffer.from(`\0${NONCE}\0${exitCode}\0${parts.join('')}\0`);
}

describe('trailer splitter', () => {
  it('gives back output and trailer however they are cut', () => {
    const name = fc.stringMatching(/^[a-z][a-z/.]{0,8}$/);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(255),
        fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'binary' })), {
          selector: ([path]) => path,
          maxLength: 3,
        }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (output, exitCode, artefacts, cuts) => {
          const splitter = new TrailerSplitter(NONCE, 10_000);
          const seen = pieces(Buffer.concat([output, trailer(exitCode, artefacts)]), cuts).map(p =>
            splitter.push(p),
          );
          assert.deepEqual(Buffer.concat([...seen, splitter.end()]), Buffer.from(output));
          const result = splitter.trailer(artefacts.map(([path]) => path));
          assert.equal(result?.exitCode, exitCode);
          const wanted = artefacts.map(([path, text]) => [path, Buffer.from(text).toString()]);
          assert.deepEqual([...(result?.artefacts ?? [])], wanted);
        },
      ),
    );
  });

  it('takes a trailer that breaks off for none', () => {
    const whole = trailer(3, [['a', 'content']]);
    for (let length = 0; length < whole.length; length++) {
      const splitter = new TrailerSplitter(NONCE, 100);
      splitter.push(whole.subarray(0, length));
      splitter.end();
      assert.equal(splitter.trailer(['a']), undefined, `${length} bytes`);
    }
  });

  it('leaves out artefacts that nobody asked for', () => {
    const splitter = new TrailerSplitter(NONCE, 100);
    splitter.push(trailer(0, [['forged', 'x']]));
    assert.deepEqual(splitter.trailer(['wanted']), { exitCode: 0, artefacts: new Map() });
  });

  it('does not keep a trailer without end', () => {
    const splitter = new TrailerSplitter(NONCE, 100);
    splitter.push(Buffer.from(`\0${NONCE}\x000\0`));
    for (let i = 0; i < 10; i++) splitter.push(Buffer.alloc(100_000));
    assert.equal(splitter.trailer([]), undefined);
  });
});

describe('demultiplexer', () => {
  it('gives back each stream however the frames are cut', () => {
    const frame = fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(), { maxLength: 12 }), (frames, cuts) => {
        const bytes = frames.map(([stream, data]) => {
          const header = Buffer.alloc(8);
          header[0] = stream;
          header.writeUInt32BE(data.length, 4);
          return Buffer.concat([header, data]);
        });
        const got = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
        const demultiplexer = new Demultiplexer((stream, chunk) => {
          got[stream] = Buffer.concat([got[stream], chunk]);
        });
        for (const piece of pieces(Buffer.concat(bytes), cuts)) demultiplexer.push(piece);
        const of = (wanted: number): Buffer =>
          Buffer.concat(frames.filter(([stream]) => stream === wanted).map(([, data]) => data));
        assert.deepEqual([got.stdout, got.stderr], [of(1), of(2)]);
      }),
    );
  });
});
