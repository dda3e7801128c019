import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ScratchRepository } from '../../../agent/src/git/scratch-repository.ts';
import { tableOf } from '../table.ts';
import { readCases } from './case.ts';
import { figuresOf } from './figures.ts';
import { measureCases } from './measure.ts';
import { missesOf } from './misses.ts';
import { locateRows } from './rows.ts';

const signal = new AbortController().signal;
const cart = [
  'export function total(cart) {',
  '  const tax = 2;',
  '  return cart.items.length * tax;',
  '}',
  '',
];
const broken = cart.with(1, '  const tax = null;').with(2, '  return cart.items.length * tax.rate;');
const trace = [
  "TypeError: Cannot read properties of null (reading 'rate')",
  '    at total (/srv/app/src/cart.js:3:33)',
  '    at main (/srv/app/src/main.js:2:3)',
].join('\n');

describe('cases of located errors', () => {
  let scratch: ScratchRepository;
  let folder: string;
  let culprit: string;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    folder = await mkdtemp(path.join(tmpdir(), 'errata-cases-'));
    const main = "import { total } from './cart.js';\nexport const main = () => total({ items: [1] });\n";
    await scratch.commit({
      message: 'Begin',
      files: { 'src/cart.js': cart.join('\n'), 'src/main.js': main },
    });
    culprit = await scratch.commit({
      message: 'Forget the tax',
      files: { 'src/cart.js': broken.join('\n') },
      tag: 'v1.0.0',
    });
    await scratch.commit({
      message: 'Say what it is',
      files: {
        'src/cart.js': ['// A cart.', '// It has items.', '// Prices are net.', ...broken].join('\n'),
      },
    });
  });
  afterEach(async () => {
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (name: string, content: unknown) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(path.join(folder, name), text);
  };
  const truth = (line: number) => ({ file: 'src/cart.js', line, symbol: 'total', commit: culprit });

  it('are measured beside the baselines, whatever form they have', async () => {
    const edited = ['// Not saved.', ...broken].join('\n');
    await write('text.json', { repo: scratch.root, release: 'v1.0.0', event: trace, truth: truth(5) });
    await write('events/trace.txt', trace);
    await write('in-a-folder/case.json', {
      repo: scratch.root,
      release: culprit,
      event: '../events/trace.txt',
      truth: { ...truth(3), crash: { file: 'src/cart.js', line: 4 } },
      edits: { 'src/cart.js': edited },
    });
    await scratch.git('bundle', 'create', path.join(folder, 'shop.bundle'), '--all');
    const frames = [
      { filename: 'src/main.js', function: 'main', lineno: 2, in_app: true },
      { filename: 'src/cart.js', function: 'total', lineno: 3, in_app: true },
    ];
    const exception = {
      values: [
        {
          type: 'TypeError',
          value: "Cannot read properties of null (reading 'rate')",
          stacktrace: { frames },
        },
      ],
    };
    await write('sentry.json', {
      repo: 'shop.bundle',
      head: 'main',
      event: { platform: 'node', release: 'shop@1.0.0', exception },
      truth: truth(5),
    });

    const { cases, broken: unread } = await readCases(folder);
    assert.deepEqual(unread, []);
    assert.deepEqual(
      cases.map(each => each.name),
      ['in-a-folder', 'sentry', 'text'],
    );
    const { measured, broken: unmeasured } = await measureCases(cases, {
      jobs: 2,
      signal,
      progress: () => undefined,
    });
    assert.deepEqual(unmeasured, []);
    assert.deepEqual(measured.flatMap(missesOf), []);
    const scores = (target: 'errata' | 'top-frame' | 'sentry-rule') =>
      figuresOf(measured.map(each => each.targets[target].score));
    const ours = scores('errata');
    assert.deepEqual(
      [ours.cases, ours.file1, ours.line1, ours.symbol1, ours.crash, ours.suspect1, ours.newer],
      [3, 1, 1, 1, 1, 1, 0],
    );
    // The frame alone says line 3, which is not far off, but belongs to the commit after the release now.
    const top = scores('top-frame');
    assert.deepEqual([top.file1, top.lineAny, top.crash, top.suspect1], [1, 1, 0, undefined]);
    const rule = scores('sentry-rule');
    assert.equal(rule.file1, undefined);
    assert.equal(rule.suspect1, 0);
    assert.ok((rule.newer ?? 0) > 0);
    const table = tableOf(locateRows({ errata: ours, 'top-frame': top, 'sentry-rule': rule }));
    assert.match(table, /top in-app frame \| Sentry's rule/);
  });

  it('are told of one by one when they are broken, and leave the others alone', async () => {
    const good = { repo: scratch.root, release: 'v1.0.0', event: trace, truth: truth(5) };
    await write('a-good.json', good);
    await write('b-cut.json', '{"repo": ');
    await write('c-no-event.json', { ...good, event: undefined });
    await write('d-no-trace.json', { ...good, event: 'All is well.\nNothing to see.' });
    await write('e-no-file.json', { ...good, event: 'missing.txt' });
    await write('f-no-repository.json', { ...good, repo: 'nowhere.git' });
    await write('g-no-revision.json', { ...good, head: 'no-such-branch' });
    await write('h-hostile.json', { ...good, head: '--upload-pack=touch /tmp/errata-pwned' });
    const { cases, broken: unread } = await readCases(folder);
    assert.deepEqual(
      unread.map(each => each.name),
      ['b-cut', 'c-no-event', 'd-no-trace', 'e-no-file'],
    );
    const { measured, broken: unmeasured } = await measureCases(cases, {
      jobs: 1,
      signal,
      progress: () => undefined,
    });
    assert.deepEqual(
      measured.map(each => each.case.name),
      ['a-good'],
    );
    assert.deepEqual(
      unmeasured.map(each => each.name),
      ['f-no-repository', 'g-no-revision', 'h-hostile'],
    );
    for (const { reason } of [...unread, ...unmeasured])
      assert.ok(reason.length > 5 && !reason.includes('\n'));
  });
});
