import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from '@errata/protocol/event';
import { GitError } from '../git/git-error.ts';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { type MappedFrames, mapFrames } from './map-frames.ts';
import { scratchEvent } from './scratch-event.ts';

const cart = [
  'export function total(cart) {',
  '  const tax = 2;',
  '  return cart.items.length * tax;',
  '}',
  '',
];
const files = {
  'src/orders/cart.ts': cart.join('\n'),
  'src/index.ts': 'start();\n',
  'src/orders/index.ts': 'export { total } from "./cart";\n',
  'packages/api/src/Näme file.py': 'def run():\n    return rows[0]\n',
  'src/main/java/com/shop/Bill.java': 'class Bill {\n  int sum() { return a.b; }\n}\n',
  'index.js': 'boot();\n',
};

describe('mapFrames', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  let first: string;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    first = await scratch.commit({ message: 'one', files, tag: 'v1.0.0' });
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  async function map(
    frames: (Partial<Frame> & { file: string })[],
    options: { release?: string; openDocuments?: ReadonlyMap<string, string> } = {},
  ): Promise<MappedFrames> {
    const { release, ...rest } = options;
    const tree = new SourceTree(repository, await repository.head());
    const event = scratchEvent(frames, release === undefined ? {} : { release });
    try {
      return await mapFrames({ event, repository, tree, ...rest });
    } finally {
      await tree.dispose();
    }
  }

  async function fileOf(file: string, frame: Partial<Frame> = {}): Promise<string | undefined> {
    return (await map([{ file, line: 1, ...frame }])).frames[0]?.file;
  }

  it('finds the file behind the forms that clients report', async () => {
    const forms: [string, string, Partial<Frame>?][] = [
      ['/usr/src/app/src/orders/cart.ts', 'src/orders/cart.ts'],
      ['src/orders/cart.ts', 'src/orders/cart.ts'],
      ['C:\\builds\\7\\shop\\src\\orders\\cart.ts', 'src/orders/cart.ts'],
      ['\\\\?\\D:\\shop\\SRC\\Orders\\Cart.ts', 'src/orders/cart.ts'],
      ['file:///srv/shop/src/orders/cart.ts', 'src/orders/cart.ts'],
      ['webpack://shop/./src/orders/cart.ts?3f2a', 'src/orders/cart.ts'],
      ['webpack-internal:///./src/orders/cart.ts', 'src/orders/cart.ts'],
      ['https://cdn.example.com/assets/orders/cart.js?v=2', 'src/orders/cart.ts'],
      ['app:///dist/orders/cart.js', 'src/orders/cart.ts'],
      ['/app/dist/index.js', 'src/index.ts', { contextLine: 'start();' }],
      ['/app/index.js', 'index.js', { contextLine: 'boot();' }],
      ['/opt/../app/./src/orders/cart.ts', 'src/orders/cart.ts'],
      ['file:///w/packages/api/src/N%C3%A4me%20file.py', 'packages/api/src/Näme file.py'],
      ['Bill.java', 'src/main/java/com/shop/Bill.java', { module: 'com.shop.Bill' }],
      ['cart.ts', 'src/orders/cart.ts'],
    ];
    for (const [reported, file, frame] of forms) assert.equal(await fileOf(reported, frame), file, reported);
    assert.equal(await fileOf(path.join(scratch.root, 'src/index.ts')), 'src/index.ts');
  });

  it('says why a frame is not in the repository', async () => {
    const outside = [
      'node:internal/modules/run_main',
      '/app/node_modules/express/index.js',
      '/usr/lib/python3.12/site-packages/flask/app.py',
      '<frozen importlib._bootstrap>',
      '/app/src/orders/missing.ts',
    ];
    const { frames, unmapped } = await map(outside.map(file => ({ file, line: 1 })));
    assert.deepEqual(frames, []);
    assert.deepEqual(
      unmapped.map(each => each.reason),
      [
        'part of the runtime',
        'an installed package, not this repository',
        'an installed package, not this repository',
        'part of the runtime',
        'no tracked file has this name',
      ],
    );
  });

  it('never takes a hostile path for a file', async () => {
    const hostile = [
      '--upload-pack=touch /tmp/errata-pwned',
      '../../../../etc/passwd',
      'src/orders/cart.ts\0.png',
      'src/orders/cart.ts\n--help',
      `${'x/'.repeat(500_000)}cart.ts`,
      'file:///%00/src/orders/cart.ts',
      '/'.repeat(1000),
      'C:',
      '',
      '$(id)/`id`',
    ];
    const { frames, unmapped } = await map(hostile.map(file => ({ file, line: 1 })));
    assert.deepEqual(frames, []);
    assert.equal(unmapped.length, hostile.length);
    for (const each of unmapped) assert(each.file.length <= 300);
  });

  it('scores several files of one name, with the quoted line deciding', async () => {
    const quoted = { contextLine: 'export { total } from "./cart";' };
    const { frames } = await map([{ file: '/x/index.ts', line: 1, ...quoted }]);
    assert.equal(frames[0]?.file, 'src/orders/index.ts');
    assert.deepEqual(
      frames[0]?.candidates.map(each => each.file),
      ['src/orders/index.ts', 'src/index.ts'],
    );
    assert((frames[0]?.candidates[0]?.score ?? 0) > (frames[0]?.candidates[1]?.score ?? 1));
    const vague = await map([{ file: '/x/index.ts', line: 1 }]);
    assert.equal(
      vague.unmapped[0]?.reason,
      '2 tracked files have this name and none fits better: src/index.ts, src/orders/index.ts',
    );
  });

  it('follows a line from the release over a rename and edits into the open document', async () => {
    await scratch.commit({ message: 'two', files: { 'src/orders/cart.ts': `// new\n\n${cart.join('\n')}` } });
    await scratch.commit({ message: 'three', moves: { 'src/orders/cart.ts': 'src/basket.ts' } });
    await scratch.write({ 'src/basket.ts': `// disk\n// new\n\n${cart.join('\n')}` });
    const frame = { file: '/app/src/orders/cart.ts', line: 3, function: 'total' };
    const onDisk = await map([frame], { release: 'shop@1.0.0' });
    assert.equal(onDisk.release, first);
    const { file, line, releaseFile, releaseLine, mapping } = onDisk.frames[0] ?? {};
    assert.deepEqual(
      { file, line, releaseFile, releaseLine, mapping },
      { file: 'src/basket.ts', line: 6, releaseFile: 'src/orders/cart.ts', releaseLine: 3, mapping: 'moved' },
    );
    const openDocuments = new Map([[path.join(scratch.root, 'src/basket.ts'), cart.join('\n')]]);
    assert.equal((await map([frame], { release: 'v1.0.0', openDocuments })).frames[0]?.line, 3);
    assert.equal((await map([frame])).frames[0]?.file, 'src/basket.ts');
  });

  it('follows a file that left a new one in its place', async () => {
    await scratch.commit({ message: 'two', moves: { 'src/orders/cart.ts': 'src/orders/total.ts' } });
    await scratch.commit({ message: 'three', files: { 'src/orders/cart.ts': 'export * from "./total";\n' } });
    const { frames } = await map([{ file: 'src/orders/cart.ts', line: 3 }], { release: first });
    assert.deepEqual([frames[0]?.file, frames[0]?.line], ['src/orders/total.ts', 3]);
  });

  it('says when the line is gone, and where it stood', async () => {
    const without = cart.toSpliced(2, 1, '  return 0;');
    await scratch.commit({ message: 'two', files: { 'src/orders/cart.ts': without.join('\n') } });
    const { frames } = await map([{ file: 'src/orders/cart.ts', line: 3 }], { release: '1.0.0' });
    assert.equal(frames[0]?.mapping, 'approximate');
    assert.equal(frames[0]?.line, 3);
  });

  it('finds the quoted code when the release is not known', async () => {
    const longer = [...Array.from({ length: 40 }, (_, index) => `// ${index}`), ...cart];
    await scratch.commit({ message: 'two', files: { 'src/orders/cart.ts': longer.join('\n') } });
    const quoted = { contextLine: '  return cart.items.length * tax;', preContext: ['  const tax = 2;'] };
    const { frames, release } = await map([{ file: '/a/src/orders/cart.ts', line: 3, ...quoted }]);
    assert.equal(release, undefined);
    assert.deepEqual([frames[0]?.line, frames[0]?.mapping], [43, 'moved']);
    const plain = await map([{ file: '/a/src/orders/cart.ts', line: 43 }], { release: 'gone-9.9' });
    assert.deepEqual([plain.frames[0]?.line, plain.frames[0]?.mapping], [43, 'approximate']);
  });

  it('takes the line of a local run that is not committed yet', async () => {
    const edited = cart.toSpliced(1, 1, '  const tax = 2;', '  const more = null;', '  more.x();');
    await scratch.write({ 'src/orders/cart.ts': edited.join('\n') });
    const frame = { file: '/app/src/orders/cart.ts', line: 4, contextLine: '  more.x();' };
    const { frames } = await map([frame]);
    assert.deepEqual([frames[0]?.line, frames[0]?.mapping, frames[0]?.text], [4, 'exact', '  more.x();']);
  });

  it('works on a shallow clone that does not hold the release', async () => {
    await scratch.commit({ message: 'two', files: { 'src/index.ts': 'start();\nmore();\n' } });
    const clone = `${scratch.root}/.git/clone`;
    await scratch.git('clone', '--quiet', '--depth=1', `file://${scratch.root}`, clone);
    repository = await Repository.open(clone);
    const { frames, release } = await map([{ file: '/app/src/index.ts', line: 2 }], { release: first });
    assert.equal(release, undefined);
    assert.equal(frames[0]?.file, 'src/index.ts');
  });

  it('leaves the index alone and can be cancelled', async () => {
    await scratch.write({ 'src/index.ts': 'edited();\nstart();\n' });
    const index = path.join(scratch.root, '.git/index');
    const before = await readFile(index);
    await map([{ file: '/app/src/index.ts', line: 1 }], { release: 'v1.0.0' });
    assert((await readFile(index)).equals(before));
    const tree = new SourceTree(repository, first);
    const event = scratchEvent([{ file: 'src/index.ts', line: 1 }], { release: 'v1.0.0' });
    try {
      await assert.rejects(
        mapFrames({ event, repository, tree, signal: AbortSignal.abort() }),
        (error: unknown) => GitError.is(error, 'cancelled'),
      );
    } finally {
      await tree.dispose();
    }
  });
});
