import assert from 'node:assert/strict';
import type { Event, Frame } from '@errata/protocol/event';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import { collectEvent } from '../../collect/collect-event.ts';
import { prepareEvent } from '../../collect/prepare/prepare-event.ts';
import { SourceMaps } from '../../collect/source-maps/source-maps.ts';
import { startRun } from '../../lifecycle/start-run.ts';
import { type SampleFile, sampleBundle, sampleMap, sha1 } from '../../testing/bundles.ts';
import { eventually } from '../../testing/temporary.ts';
import { auditAfter } from '../audit.ts';
import { nextArrived } from '../awaited-artifacts.ts';
import { pageOfIssues } from '../issues.ts';
import { ProjectDirectory } from '../project-directory.ts';
import type { ProjectRow } from '../projects.ts';
import type { Store } from '../store.ts';
import { assemblyBy, chunkSizes, insertAssembly, insertChunk } from '../uploads.ts';
import { eventById } from './as-whole.ts';
import { newProject, now, type OpenEmptyStore } from './contract.ts';

const debugId = '9ba95339-9562-5a29-8bbd-d17a1be55445';
const file = 'https://shop.example/static/app.js';
const cart = ['const a = 1;', 'export function total(cart) {', '  return cart.items.length;', '}', ''].join(
  '\n',
);
/** Line 1, columns 20 and 40 of the bundle are in `total`, the rest is nowhere. */
const map = sampleMap([[[0], [20, 0, 2, 14], [40, 0, 2, 20, 0], [50]]], { '../src/cart.ts': cart }, [
  'items',
]);

function minified(changes: Partial<Frame> = {}): Frame {
  return { file, function: 't', line: 1, column: 41, inApp: true, contextLine: 'x'.repeat(30), ...changes };
}

function crash(frames: Frame[] = [minified()], changes: Partial<Event> = {}): Event {
  return sampleEvent('', {
    platform: 'javascript',
    release: 'shop@1',
    exceptions: [{ type: 'TypeError', value: 'x is undefined', frames }],
    debugImages: [{ codeFile: file, debugId }],
    ...changes,
  });
}

function files(
  content = map,
  headers: Record<string, string> = { 'debug-id': debugId },
): Record<string, SampleFile> {
  return {
    'app.js': {
      type: 'minified_source',
      url: '~/static/app.js',
      headers: { ...headers, sourcemap: 'app.js.map' },
      content: 'minified()',
    },
    'app.js.map': { type: 'source_map', url: '~/static/app.js.map', headers, content },
  };
}

/** A store with what works on source maps. */
async function bench(open: OpenEmptyStore) {
  const { store, ...rest } = await open();
  const project = await newProject(store);
  const failures: unknown[] = [];
  const start = () => {
    const options = {
      now: () => now,
      milliseconds: 60_000,
      failed: (error: unknown) => failures.push(error),
    };
    return new SourceMaps(store, new ProjectDirectory(store), options);
  };
  const sourceMaps = start();
  return {
    store,
    project,
    sourceMaps,
    start,
    failures,
    /** Stores what a client uploads, without working on it. */
    async upload(bundle: Buffer, wanted: { release?: string; dist?: string; checksum?: string } = {}) {
      const { release = '', dist = '', checksum = sha1(bundle) } = wanted;
      const half = Math.ceil(bundle.length / 2);
      const chunks = [bundle.subarray(0, half), bundle.subarray(half)];
      const key = { checksum, projects: String(project.id), release, dist };
      await store.write(async transaction => {
        for (const chunk of chunks) await insertChunk(transaction, sha1(chunk), chunk, now);
        await insertAssembly(transaction, key, chunks.map(sha1), now);
      });
      return { key, chunks: chunks.map(sha1) };
    },
    async ended(key: Parameters<typeof assemblyBy>[1], maps = sourceMaps) {
      maps.work();
      return eventually(async () => {
        const assembly = await assemblyBy(store.reader, key);
        return assembly?.state === 'created' ? undefined : assembly;
      });
    },
    collect: (event: Event) => collect(store, sourceMaps, project, event),
    async [Symbol.asyncDispose]() {
      await sourceMaps.stop();
      await rest[Symbol.asyncDispose]();
    },
  };
}

async function collect(store: Store, maps: SourceMaps, project: ProjectRow, sent: Event) {
  const { event, awaited } = await maps.unminify(project, sent);
  const prepared = prepareEvent(project, event, awaited);
  return store.write(transaction => collectEvent(transaction, project, prepared, now));
}

function frameOf(event: Event | undefined): Frame | undefined {
  return event?.exceptions[0]?.frames.at(-1);
}

const original = {
  file: 'src/cart.ts',
  function: 'total',
  line: 3,
  column: 21,
  inApp: true,
  contextLine: '  return cart.items.length;',
  preContext: ['const a = 1;', 'export function total(cart) {'],
  postContext: ['}', ''],
  minified: { file, function: 't', line: 1, column: 41 },
};

/** What comes of uploaded bundles. */
export function sourceMappingContract(open: OpenEmptyStore): void {
  describe('mapping sources', () => {
    it('explains a frame by the debug id of its bundle', async () => {
      await using test = await bench(open);
      const { key, chunks } = await test.upload(sampleBundle(files()));
      assert.equal((await test.ended(key))?.state, 'ok');
      assert.equal((await chunkSizes(test.store.reader, chunks)).size, 0);
      const frames = [minified({ column: 5 }), minified({ file: 'https://other/x.js' }), minified()];
      const { release: _, ...sent } = crash(frames);
      const { event, awaited } = await test.sourceMaps.unminify(test.project, sent);
      assert.deepEqual(event.exceptions[0]?.frames, [frames[0], frames[1], original]);
      assert.deepEqual(awaited, []);
      assert.deepEqual(test.failures, []);
    });

    it('explains a frame by release and URL where there are no debug ids', async () => {
      await using test = await bench(open);
      const bundle = sampleBundle(files(map, {}));
      await test.ended((await test.upload(bundle, { release: 'shop@1', dist: 'd' })).key);
      const explain = async (changes: Partial<Event>) => {
        const sent = crash([minified({ file: `${file}?v=3` })], { debugImages: [], ...changes });
        const { event, awaited } = await test.sourceMaps.unminify(test.project, sent);
        return [frameOf(event)?.file, awaited.length];
      };
      assert.deepEqual(await explain({ dist: 'd' }), ['src/cart.ts', 0]);
      assert.deepEqual(await explain({ dist: 'e' }), [`${file}?v=3`, 1]);
      assert.deepEqual(await explain({ release: 'shop@2', dist: 'd' }), [`${file}?v=3`, 1]);
      assert.deepEqual(await explain({ platform: 'python', dist: 'd' }), [`${file}?v=3`, 0]);
    });

    it('finds every place of a map that is stored in many parts', async () => {
      await using test = await bench(open);
      const lines = Array.from({ length: 50 }, (_, line) =>
        Array.from({ length: 400 }, (_, index): SourceMapSegment => [index * 3, 0, line, index]),
      );
      const { key } = await test.upload(sampleBundle(files(sampleMap(lines, { 'a.ts': null }))));
      await test.ended(key);
      for (const [line, column] of [
        [1, 1],
        [11, 721],
        [50, 1198],
        [50, 5000],
        [26, 3],
      ] as const) {
        const { event } = await test.sourceMaps.unminify(test.project, crash([minified({ line, column })]));
        const frame = frameOf(event);
        const expected = Math.min(399, Math.floor((column - 1) / 3)) + 1;
        assert.deepEqual([frame?.file, frame?.line, frame?.column], ['a.ts', line, expected]);
        // Without its text nothing better is known.
        assert.deepEqual([frame?.function, frame?.contextLine], ['t', undefined]);
      }
    });

    it('leaves a frame alone whose map is of no use, and says so once', async () => {
      await using test = await bench(open);
      const { key } = await test.upload(sampleBundle(files('{"version":3,"sources":[],"mappings":"!"}')));
      assert.equal((await test.ended(key))?.state, 'ok');
      assert.deepEqual(test.failures.map(String), [
        'BundleError: ~/static/app.js.map is of no use: bad-mappings: The mappings are not base64 VLQ.',
      ]);
      const { event, awaited } = await test.sourceMaps.unminify(test.project, crash());
      assert.deepEqual([frameOf(event), awaited], [minified(), []]);
    });

    it('refuses what is no bundle, and takes it when it is uploaded again as it should be', async () => {
      await using test = await bench(open);
      const bundle = sampleBundle(files());
      const { key } = await test.upload(bundle, { checksum: sha1(Buffer.from('else')) });
      const wrong = await test.ended(key);
      assert.deepEqual(
        [wrong?.state, wrong?.detail],
        ['error', 'Its chunks do not make what its checksum says.'],
      );
      const none = await test.ended((await test.upload(Buffer.from('SYSB nothing'))).key);
      assert.deepEqual([none?.state, none?.detail], ['error', 'It is no zip archive, or is cut off.']);
      assert.equal((await test.ended((await test.upload(bundle)).key))?.state, 'ok');
    });

    it('goes on after a restart with bundles and events that wait', async () => {
      await using test = await bench(open);
      const { event: id, issue } = await test.collect(crash());
      await test.upload(sampleBundle(files()));
      const restarted = test.start();
      restarted.start();
      const event = await eventually(async () => {
        const stored = await eventById(test.store.reader, test.project.id, id);
        return frameOf(stored?.event)?.minified && stored?.event;
      });
      await restarted.stop();
      assert.deepEqual(frameOf(event), original);
      const { issues } = await pageOfIssues(test.store.reader, { limit: 10 });
      assert.deepEqual(
        issues.map(({ id, culprit }) => [id, culprit]),
        [[issue, 'total (src/cart.ts)']],
      );
      // The next one comes with its map, and is the same bug.
      assert.equal((await test.collect(crash())).issue, issue);
      assert.equal((await test.collect(crash([minified({ column: 42 })]))).issue, issue);
    });

    it('merges into the issue that the place had already, unless somebody is at work on it', async () => {
      for (const isAtWork of [false, true]) {
        await using test = await bench(open);
        const early = await test.collect(crash());
        const otherId = 'f'.repeat(32);
        await test.ended((await test.upload(sampleBundle(files(map, { 'debug-id': otherId })))).key);
        const images = [{ codeFile: file, debugId: otherId }];
        const known = await test.collect(crash([minified()], { debugImages: images }));
        assert.notEqual(early.issue, known.issue);
        if (isAtWork) {
          await test.store.write(transaction => startRun(transaction, early.issue, 'agent', now, 60_000));
        }
        await test.ended((await test.upload(sampleBundle(files()))).key);
        const event = await eventually(async () => {
          const stored = await eventById(test.store.reader, test.project.id, early.event);
          return frameOf(stored?.event)?.minified && stored;
        });
        assert.equal(event.issue, isAtWork ? early.issue : known.issue);
        const { issues } = await pageOfIssues(test.store.reader, { limit: 10 });
        assert.deepEqual(
          issues.map(({ count }) => count),
          isAtWork ? [1, 1] : [2],
        );
        const merges = (await auditAfter(test.store.reader, { after: 0, limit: 10 })).filter(
          ({ action }) => action === 'merge',
        );
        assert.deepEqual(
          merges.map(({ by, to }) => [by, to]),
          isAtWork ? [] : [['log-center', known.issue]],
        );
      }
    });

    it('misses no event between the look at the maps and its being stored', async () => {
      await using test = await bench(open);
      const sent = crash();
      const { event, awaited } = await test.sourceMaps.unminify(test.project, sent);
      await test.ended((await test.upload(sampleBundle(files()))).key);
      await eventually(async () => ((await nextArrived(test.store.reader)) === undefined ? true : undefined));
      const prepared = prepareEvent(test.project, event, awaited);
      await test.store.write(transaction => collectEvent(transaction, test.project, prepared, now));
      test.sourceMaps.work();
      await eventually(async () => {
        const stored = await eventById(test.store.reader, test.project.id, sent.id);
        return frameOf(stored?.event)?.minified;
      });
    });
  });
}
