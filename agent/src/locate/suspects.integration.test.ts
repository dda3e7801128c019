import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suspectSchema } from '@errata/protocol/diagnosis';
import type { Frame } from '@errata/protocol/event';
import { Repository } from '../git/repository.ts';
import { childrenOfThisProcess } from '../git/scratch-processes.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { mapFrames } from './map-frames.ts';
import { rankFrames } from './rank.ts';
import { scratchEvent } from './scratch-event.ts';
import { rankSuspects } from './suspects.ts';

const source = [
  'export class Cart {',
  '  constructor(items) {',
  '    this.items = items;',
  '    this.discount = { amount: 0 };',
  '  }',
  '',
  '  total() {',
  '    let sum = 0;',
  '    for (const item of this.items) {',
  '      sum += item.price;',
  '    }',
  '    return sum - this.discount.amount;',
  '  }',
  '}',
  '',
];
const file = 'src/cart.js';

describe('rankSuspects', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  const write = (lines: readonly string[], message: string, author?: string) =>
    scratch.commit({
      files: { [file]: lines.join('\n') },
      message,
      ...(author === undefined ? {} : { author }),
    });

  async function suspects(
    frames: (Partial<Frame> & { file: string })[],
    about: { release?: string; value?: string; lastGood?: string } = {},
    at?: { line: number },
  ) {
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      const event = scratchEvent(frames, about);
      const mapped = await mapFrames({ event, repository, tree });
      const ranked = rankFrames(event, mapped);
      const first = ranked[0];
      const sliced = first && at ? [{ ...first, line: at.line, frame: undefined }] : [];
      const locations = [
        ...sliced.map(({ frame: _, ...rest }) => rest),
        ...ranked.map(each => (at ? { ...each, score: each.score * 0.5 } : each)),
      ];
      const lastGood = about.lastGood ? { name: about.lastGood, commits: [], from: 'you' } : undefined;
      const found = await rankSuspects({ repository, event, mapped, locations, lastGood });
      for (const each of found) suspectSchema.parse(each);
      return found;
    } finally {
      await tree.dispose();
    }
  }

  it('names the commit that wrote the line, not the one that formatted or moved it, nor a later one', async () => {
    const simple = source.toSpliced(11, 1, '    return sum;');
    await write(simple, 'Add carts');
    await write(simple.toSpliced(7, 1, '    let sum = 0.0;'), 'Sum as a fraction');
    const bug = await write(source, 'Take the discount off', 'Bob Bee');
    await write(
      source.toSpliced(11, 1, '    return (', '      sum - this.discount.amount', '    );'),
      'Format',
    );
    const release = await scratch.commit({ message: 'Move', moves: { [file]: 'lib/cart.js' } });
    await scratch.commit({
      message: 'Rewrite totals',
      files: { 'lib/cart.js': source.toSpliced(11, 1, '    return this.discount.amount - sum;').join('\n') },
    });
    const found = await suspects([{ file: '/app/lib/cart.js', line: 13 }], {
      release,
      value: "Cannot read properties of undefined (reading 'amount')",
    });
    assert.equal(found[0]?.commit, bug);
    assert.equal(found[0]?.author, 'Bob Bee');
    assert(found[0]?.reasons.some(reason => reason.includes('amount')));
    assert(!found.some(each => ['Format', 'Move', 'Rewrite totals'].includes(each.subject)));
  });

  it('names the commit that took a line away', async () => {
    await write(source, 'Add carts');
    await write(source.toSpliced(9, 1, '      sum += item.price * item.count;'), 'Count items');
    const without = source.toSpliced(9, 1, '      sum += item.price * item.count;').toSpliced(3, 1);
    const removed = await write(without, 'Tidy the constructor', 'Cy Cee');
    await write([...without, '// end', ''], 'Say where it ends');
    const value = "Cannot read properties of undefined (reading 'amount')";
    const found = await suspects([{ file: `/app/${file}`, line: 11 }], { value }, { line: 3 });
    assert.equal(found[0]?.commit, removed);
    assert(found[0]?.reasons.some(reason => reason.includes('this.discount = { amount: 0 };')));
  });

  it('names the commit that took the last line of a function away', async () => {
    const rows = ['def kind(name):', '    if name in KNOWN:', '        return KNOWN[name]'];
    const other = ['', '', 'def shown(name):', '    return kind(name).title()', ''];
    const commit = (lines: string[], message: string) =>
      scratch.commit({ files: { 'kind.py': lines.join('\n') }, message });
    await commit([...rows, '    return fallback(name)', ...other], 'Write it');
    const culprit = await commit([...rows, ...other], 'Tidy up');
    await commit([...rows, ...other, '', 'KNOWN = {}', ''], 'Say what is known');
    const found = await suspects(
      [{ file: 'kind.py', line: 7, function: 'shown' }],
      { value: "'NoneType' object has no attribute 'title'" },
      { line: 1 },
    );
    assert.equal(found[0]?.commit, culprit);
  });

  it('looks at the body when the location is the head of a function that lacks something', async () => {
    const lookup = ['export function find(name) {', '  return accounts[name];', '}', ''];
    await write(lookup, 'Add accounts');
    await write(['// accounts', ...lookup], 'Say what this is');
    const body = ['  if (name in renamed) {', '    find(renamed[name]);', '  } else return accounts[name];'];
    const bug = await write(['// accounts', ...lookup.toSpliced(1, 1, ...body)], 'Follow renamed accounts');
    const found = await suspects([{ file, line: 2, function: 'find' }]);
    assert.equal(found[0]?.commit, bug);
  });

  it('looks through the commits that the project wants ignored', async () => {
    const bug = await write(source, 'Add carts');
    const style = await write(
      source.map(line => line.replace('sum +=', 'sum = sum +')),
      'Style',
    );
    await scratch.commit({ message: 'Ignore', files: { '.git-blame-ignore-revs': `${style}\n` } });
    const found = await suspects([{ file: `/app/${file}`, line: 10 }]);
    assert.deepEqual(
      found.map(each => each.commit),
      [bug],
    );
  });

  it('leaves out what the last good release holds, unless there is nothing else, which it says', async () => {
    await scratch.commit({ message: 'Begin', files: { 'README.md': '' } });
    const old = await write(source, 'Add carts');
    const later = await write(source.toSpliced(8, 1, '    for (const item of this.all) {'), 'All');
    const release = await scratch.commit({ message: 'Docs', files: { 'README.md': 'x\n' } });
    const at = [{ file, line: 12 }];
    assert.equal((await suspects(at, { release }))[0]?.commit, old);
    const since = await suspects(at, { release, lastGood: old });
    assert.deepEqual(
      since.map(each => each.commit),
      [later],
    );
    const [held] = await suspects(at, { release, lastGood: later });
    assert.equal(held?.commit, old);
    assert.match(held?.reasons.at(-1) ?? '', /which did not fail, holds it already/);
  });

  it('names the commit that took away what gave the missing name its value, wherever that stood', async () => {
    await scratch.commit({ message: 'Begin', files: { 'README.md': '' } });
    await write(source, 'Add carts');
    const bug = await write(source.toSpliced(3, 1), 'Simplify');
    const release = await scratch.commit({ message: 'Docs', files: { 'README.md': 'x\n' } });
    const value = "'Cart' object has no attribute 'discount'";
    const found = await suspects([{ file, line: 11 }], { release, value });
    assert.equal(found[0]?.commit, bug);
    assert.match(found[0]?.reasons.join() ?? '', /took away what gave discount its value/);
  });

  it('names nobody who came after the event where the release is not known', async () => {
    const bug = await write(source, 'Add carts');
    const later = source.toSpliced(11, 1, '    return sum - this.discount.amount * this.factor;');
    await scratch.commit({
      files: { [file]: later.join('\n') },
      message: 'Weigh the discount',
      date: '2026-04-01T00:00:00Z',
    });
    for (const release of [undefined, 'build-77']) {
      const found = await suspects([{ file, line: 12 }], release === undefined ? {} : { release });
      assert.deepEqual(
        found.map(each => each.commit),
        [bug],
      );
    }
  });

  it('names nobody at the cut of a shallow clone', async () => {
    await write(source, 'Add carts');
    await write([...source, '// end', ''], 'Comment');
    const whole = scratch;
    scratch = await ScratchRepository.create();
    await scratch.git('fetch', '--quiet', '--depth=1', `file://${whole.root}`, 'main');
    await scratch.git('reset', '--quiet', '--hard', 'FETCH_HEAD');
    await whole.dispose();
    assert.deepEqual(await suspects([{ file, line: 12 }]), []);
  });

  it('leaves no git process and an untouched index behind', async () => {
    await write(source, 'Add carts');
    await scratch.write({ [file]: ['// edited', ...source].join('\n') });
    const index = path.join(scratch.root, '.git/index');
    const before = await readFile(index);
    assert.equal((await suspects([{ file, line: 12 }])).length, 1);
    assert((await readFile(index)).equals(before));
    assert(!(await childrenOfThisProcess()).includes('git'));
  });

  it('knows no suspect where there is no location', async () => {
    await write(source, 'Add carts');
    assert.deepEqual(await suspects([{ file: 'node:internal', line: 1 }]), []);
  });
});
