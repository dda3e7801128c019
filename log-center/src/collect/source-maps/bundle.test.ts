import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sampleBundle } from '../../testing/bundles.ts';
import { bundledFiles, readBundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import type { Bytes } from './zip.ts';

const script = { type: 'minified_source', url: '~/app.js', headers: { 'Debug-ID': 'x' }, content: 'go()' };
const map = { type: 'source_map', url: '~/app.js.map', content: 'm'.repeat(5000) };
const usual = sampleBundle(
  { 'files/_/_/app.js': script, 'files/_/_/app.js.map': map },
  { release: 'r1', dist: 'd' },
);

function bytesOf(buffer: Buffer): Bytes {
  return { size: buffer.length, read: async (start, end) => buffer.subarray(Math.max(0, start), end) };
}

async function filesOf(buffer: Buffer): Promise<{ url: string; content: string }[]> {
  const bytes = bytesOf(buffer);
  const files: { url: string; content: string }[] = [];
  for await (const { file, content } of bundledFiles(bytes, await readBundle(bytes))) {
    files.push({ url: file.url, content: content.toString() });
  }
  return files;
}

describe('an artifact bundle', () => {
  it('gives its scripts and maps with what its manifest says of them', async () => {
    const bundle = await readBundle(bytesOf(usual));
    assert.deepEqual([bundle.release, bundle.dist], ['r1', 'd']);
    assert.equal(bundle.files[0]?.file.headers.get('debug-id'), 'x');
    assert.deepEqual(await filesOf(usual), [
      { url: '~/app.js', content: 'go()' },
      { url: '~/app.js.map', content: map.content },
    ]);
  });

  it('gives nothing else, whatever the files are called', async () => {
    const files = {
      '../../etc/passwd': { ...script, url: '~/up.js' },
      '/absolute': { ...script, url: '~/root.js' },
      __proto__name: { type: '__proto__', url: '~/x', content: '' },
      source: { type: 'source', url: '~/src.ts', content: '' },
      nameless: { type: 'source_map', content: '' },
    };
    const found = await filesOf(sampleBundle(files));
    assert.deepEqual(
      found.map(({ url }) => url),
      ['~/up.js', '~/root.js'],
    );
  });

  it('is refused when it is none', async () => {
    const wrong: [Buffer, RegExp][] = [
      [Buffer.alloc(0), /no artifact bundle/],
      [usual.subarray(8), /no artifact bundle/],
      [usual.subarray(0, 8), /no zip archive/],
      [Buffer.concat([usual, Buffer.from('x')]), /no zip archive/],
    ];
    for (const [bytes, message] of wrong) {
      await assert.rejects(
        filesOf(bytes),
        error => error instanceof BundleError && message.test(error.message),
      );
    }
    const noManifest = Buffer.from(
      usual.toString('latin1').replaceAll('manifest.json', 'manifest.jsoN'),
      'latin1',
    );
    await assert.rejects(filesOf(noManifest), /It has no manifest/);
  });

  it('does not become more than it says', async () => {
    const bomb = sampleBundle({ big: { ...map, content: new Uint8Array(8 * 1024 * 1024) } });
    assert.ok(bomb.length < 20_000);
    const said = Buffer.alloc(4);
    said.writeUInt32LE(8 * 1024 * 1024);
    const lying = Buffer.from(bomb);
    // In the directory: it says that the file has 100 bytes.
    lying.writeUInt32LE(100, lying.lastIndexOf(said));
    await assert.rejects(filesOf(lying), /cannot be unpacked/);
    // It says so much that it is not looked at.
    const huge = Buffer.from(bomb);
    huge.writeUInt32LE(100 * 1024 * 1024, huge.lastIndexOf(said));
    assert.deepEqual(await filesOf(huge), []);
  });

  it('that is damaged anywhere is read or refused, and nothing else', async () => {
    const damage = fc.array(fc.tuple(fc.nat(usual.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(usual.length), async (changes, length) => {
        const bytes = Buffer.from(usual);
        for (const [at, value] of changes) bytes[at] = value;
        for (const damaged of [bytes, usual.subarray(0, length), usual.subarray(length)]) {
          await filesOf(damaged).catch(error => assert.ok(error instanceof BundleError, String(error)));
        }
      }),
      { numRuns: 500 },
    );
  });
});
