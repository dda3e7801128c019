import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from '@errata/protocol/event';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { type MappedFrame, type MappedFrames, mapFrames } from './map-frames.ts';
import { scratchEvent } from './scratch-event.ts';

const price = [
  'export function price(item) {',
  '  const rate = rates[item.kind];',
  '  return item.amount * rate.value;',
  '}',
];
const filler = Array.from({ length: 30 }, (_, at) => `export const filler${at} = ${at};`);
const text = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('mapFrame', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  async function map(
    frames: readonly (Partial<Frame> & { file: string })[],
    release?: string,
  ): Promise<MappedFrames> {
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      const event = scratchEvent(frames, release === undefined ? {} : { release });
      return await mapFrames({ event, repository, tree });
    } finally {
      await tree.dispose();
    }
  }

  async function only(frame: Partial<Frame> & { file: string }, release?: string): Promise<MappedFrame> {
    const { frames, unmapped } = await map([frame], release);
    assert(frames[0] !== undefined, unmapped[0]?.reason);
    return frames[0];
  }

  it('follows code that was moved to another file since the release, and from one that was deleted', async () => {
    await scratch.commit({
      message: 'one',
      files: {
        'src/shop.ts': text(...filler, ...price),
        'src/old.ts': text(...price, 'export const old = 1;'),
      },
      tag: 'v1.0.0',
    });
    const files = { 'src/shop.ts': text(...filler), 'src/prices.ts': text('// New.', '', ...price) };
    await scratch.commit({ message: 'two', files: { ...files, 'src/old.ts': null } });
    for (const [file, line] of [
      ['/app/src/shop.ts', 33],
      ['/app/src/old.ts', 3],
    ] as const) {
      const found = await only({ file, line, function: 'price' }, 'v1.0.0');
      assert.deepEqual([found.file, found.line, found.mapping], ['src/prices.ts', 5, 'moved'], file);
      assert(found.reasons.some(reason => / (?:moved|renamed) to src\/prices.ts/.test(reason)));
      assert.equal(found.releaseFile, file.slice('/app/'.length));
    }
  });

  it('finds quoted code in another file when the release is not known', async () => {
    await scratch.commit({
      message: 'one',
      files: { 'src/shop.ts': text(...filler), 'lib/prices.ts': text('', ...price) },
    });
    const quoted = {
      contextLine: price[2] ?? '',
      preContext: [price[1] ?? ''],
      postContext: [price[3] ?? ''],
    };
    const moved = await only({ file: '/app/src/shop.ts', line: 3, ...quoted });
    assert.deepEqual([moved.file, moved.line, moved.releaseFile], ['lib/prices.ts', 4, 'lib/prices.ts']);
    const renamed = await only({ file: '/app/src/gone.ts', line: 3, ...quoted });
    assert.deepEqual([renamed.file, renamed.line], ['lib/prices.ts', 4]);
    const short = await map([{ file: '/app/src/gone.ts', line: 3, contextLine: '}' }]);
    assert.deepEqual(short.frames, []);
  });

  it('tells lines that look the same apart by their neighbours and by the function', async () => {
    const twice = (name: string) => [
      `export function ${name}(x) {`,
      '  check(x);',
      '  return x.value.size;',
      '}',
    ];
    await scratch.commit({
      message: 'one',
      files: { 'src/a.ts': text(...filler, ...twice('first'), ...twice('second'), ...twice('third')) },
    });
    const quoted = { file: '/a.ts', contextLine: '  return x.value.size;', preContext: ['  check(x);'] };
    for (const [name, line] of [
      ['first', 33],
      ['second', 37],
      ['third', 41],
    ] as const) {
      assert.equal((await only({ ...quoted, line: 2, function: name })).line, line);
    }
  });

  it('knows a line again from which a secret was taken', async () => {
    const call = '  connect("postgres://ada:secret@db/shop", { retry: 3 });';
    await scratch.commit({ message: 'one', files: { 'src/db.ts': text(...filler, call, '  connect();') } });
    const contextLine = '  connect("postgres://[scrubbed:url-credentials]@db/shop", { retry: 3 });';
    const found = await only({ file: '/app/src/db.ts', line: 7, contextLine });
    assert.deepEqual([found.line, found.mapping], [31, 'moved']);
    const nothing = await only({ file: '/app/src/db.ts', line: 7, contextLine: '  [scrubbed:password]' });
    assert.equal(nothing.mapping, 'approximate');
  });

  it('gives a frame without a line the one its function begins at, if there is just one', async () => {
    const java = text(
      'package com.acme;',
      'public class Cart {',
      '  Cart(int size) {',
      '    this.size = size;',
      '  }',
      '  int total(int rate) {',
      '    return sum(1) * rate;',
      '  }',
      '  int sum(int a) { return a; }',
      '  int sum(int a, int b) { return a + b; }',
      '}',
    );
    const cs = text(
      'namespace Acme',
      '{',
      '  public class Order',
      '  {',
      '    public int Total()',
      '    {',
      '      return Sum();',
      '    }',
      '  }',
      '}',
    );
    await scratch.commit({
      message: 'one',
      files: { 'a/src/main/java/com/acme/Cart.java': java, 'b/Sales.cs': cs, 'b/Order.cs': cs },
    });
    const total = await only({ file: '<unknown>', module: 'com.acme.Cart', function: 'total' });
    assert.deepEqual(
      [total.file, total.line, total.mapping],
      ['a/src/main/java/com/acme/Cart.java', 6, 'approximate'],
    );
    const made = await only({ file: 'Cart.java', module: 'com.acme.Cart', function: '<init>' });
    assert.equal(made.line, 3);
    const { unmapped } = await map([{ file: 'Cart.java', module: 'com.acme.Cart', function: 'sum' }]);
    assert.match(unmapped[0]?.reason ?? '', /2 functions are called sum/);
    assert.equal(
      (await only({ file: '<unknown>', module: 'Acme.Order', function: 'Total' })).file,
      'b/Order.cs',
    );
    const other = await map([{ file: '<unknown>', module: 'Other.Order', function: 'Total' }]);
    assert.deepEqual(other.frames, []);
  });

  it('takes a line of a generated file for one of the function that it names', async () => {
    await scratch.commit({ message: 'one', files: { 'src/shop.ts': text(...filler, ...price) } });
    const frame = { file: '/app/dist/shop.js', function: 'price' };
    const far = await only({ ...frame, line: 900 });
    assert.deepEqual([far.line, far.mapping], [31, 'approximate']);
    assert.equal((await only({ ...frame, line: 3, contextLine: 'return item.amount*rate.v' })).line, 31);
    assert.equal((await only({ ...frame, line: 33 })).line, 33);
  });

  it('names the other files where several fit, and is less sure of the one it takes', async () => {
    const files = Object.fromEntries(['a', 'b'].map(name => [`packages/${name}/src/run.ts`, text(...price)]));
    await scratch.commit({ message: 'one', files: { ...files, 'packages/b/src/own.ts': text(...price) } });
    const frame = { file: '/app/src/run.ts', line: 3, function: 'price' };
    const doubtful = await only(frame);
    assert.deepEqual(
      doubtful.candidates.map(each => each.file),
      ['packages/a/src/run.ts', 'packages/b/src/run.ts'],
    );
    assert(doubtful.reasons.includes('another file fits nearly as well'));
    const { frames } = await map([{ file: '/app/src/own.ts', line: 3, function: 'price' }, frame]);
    assert.equal(frames[1]?.file, 'packages/b/src/run.ts');
    assert((frames[1]?.score ?? 0) > doubtful.score * 1.5);
  });

  it('goes through links that are tracked, but not out of the repository', async () => {
    await scratch.write({ 'services/shop/src/run.ts': text(...price), 'other/src/run.ts': text(...filler) });
    await symlink('services/shop', path.join(scratch.root, 'live'));
    await symlink('live/src/run.ts', path.join(scratch.root, 'entry.ts'));
    await symlink('/etc', path.join(scratch.root, 'etc'));
    await symlink('..', path.join(scratch.root, 'up'));
    await scratch.commit({ message: 'one' });
    const found = await only({ file: '/srv/live/src/run.ts', line: 3 });
    assert.equal(found.file, 'services/shop/src/run.ts');
    assert(found.reasons.includes('live is a link to services/shop'));
    assert.equal((await only({ file: '/srv/entry.ts', line: 3 })).file, 'services/shop/src/run.ts');
    assert.deepEqual(
      (
        await map([
          { file: '/srv/etc/passwd', line: 1 },
          { file: '/up/x.ts', line: 1 },
        ])
      ).frames,
      [],
    );
  });

  it('takes of evaluated code the place that it was evaluated at', async () => {
    await scratch.commit({
      message: 'one',
      files: { 'lib/cart.php': text('<?php', 'function a() {', '  eval($code);', '}') },
    });
    const found = await only({ file: "/srv/lib/cart.php(3) : eval()'d code", line: 1 });
    assert.deepEqual([found.file, found.line], ['lib/cart.php', 3]);
  });
});
