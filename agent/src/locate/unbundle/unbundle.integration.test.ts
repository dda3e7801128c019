import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event, Frame } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { type BuildOptions, build } from 'esbuild';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { type MappedFrames, mapFrames } from '../map-frames.ts';
import { scratchEvent } from '../scratch-event.ts';

const files = {
  '.gitignore': 'dist/\nbuild/\n',
  'package.json': '{ "name": "shop", "type": "module" }\n',
  'src/cart.ts': [
    'import { rateOf } from "./tax.ts";',
    '',
    'interface Cart { items: { price: number }[]; country?: { code: string } }',
    '',
    'export function totalOfCart(cart: Cart): number {',
    '  const sum = cart.items.reduce((all, item) => all + item.price, 0);',
    '  return sum * rateOf(cart.country);',
    '}',
    '',
  ].join('\n'),
  'src/tax.ts': [
    'interface Country { code: string }',
    '',
    'export function rateOf(country: Country | undefined): number {',
    '  return (country as Country).code === "DE" ? 1.19 : 1;',
    '}',
    '',
  ].join('\n'),
  'src/main.ts':
    'import { totalOfCart } from "./cart.ts";\n\nconsole.log(totalOfCart({ items: [{ price: 2 }] }));\n',
};
const crash = { file: 'src/tax.ts', line: 4 };

describe('unbundle', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    await scratch.commit({ message: 'one', files });
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  const at = (file: string) => path.join(scratch.root, file);
  const text = (file: string) => readFile(at(file), 'utf8');

  async function bundle(options: BuildOptions = {}): Promise<void> {
    const { outdir } = options;
    await build({
      absWorkingDir: scratch.root,
      entryPoints: ['src/main.ts'],
      ...(outdir === undefined && { outfile: 'dist/app.js' }),
      bundle: true,
      minify: true,
      format: 'esm',
      sourcemap: 'linked',
      logLevel: 'error',
      ...options,
    });
  }

  async function map(event: Event): Promise<MappedFrames> {
    const tree = new SourceTree(repository, await repository.head());
    try {
      return await mapFrames({ event, repository, tree });
    } finally {
      await tree.dispose();
    }
  }

  const mapOne = async (frame: Partial<Frame> & { file: string }, about: Partial<Event> = {}) =>
    map({ ...scratchEvent([frame]), ...about });

  /** Where a piece of text stands in a file, as a frame says it. */
  async function placeOf(file: string, piece: string): Promise<{ line: number; column: number }> {
    const before = (await text(file)).split(piece)[0]?.split('\n') ?? [];
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  /** The event of the script's crash, as it is when its trace is read as text. */
  async function crashOf(script: string): Promise<Event> {
    const stderr = await new Promise<string>(resolve => {
      execFile(process.execPath, [at(script)], (_, __, said) => resolve(said));
    });
    return eventFromBytes(Buffer.from(stderr.slice(stderr.indexOf('TypeError'))));
  }

  it('takes every frame of a minified bundle that crashed to the sources, by their names there', async () => {
    await bundle();
    const { frames, unmapped } = await map(await crashOf('dist/app.js'));
    assert.deepEqual(
      frames.map(({ file, line, frame }) => [file, line, frame.function]),
      [
        ['src/main.ts', 3, undefined],
        ['src/cart.ts', 7, 'totalOfCart'],
        ['src/tax.ts', 4, 'rateOf'],
      ],
    );
    assert(unmapped.every(({ reason }) => reason === 'part of the runtime'));
    assert(frames[2]?.frame.minified?.file.endsWith('dist/app.js'));
    assert.match(frames[2]?.frame.contextLine ?? '', /"DE"/);
  });

  const nullCode = '.code===';

  it('reads maps however they are written down', async () => {
    await bundle();
    const script = await text('dist/app.js');
    const place = await placeOf('dist/app.js', nullCode);
    const json = await text('dist/app.js.map');
    const map = JSON.parse(json) as Record<string, unknown>;
    const sections = [{ offset: { line: 0, column: 0 }, map }];
    const windows = { ...map, sources: ['..\\src\\tax.ts', '..\\src\\cart.ts', '..\\src\\main.ts'] };
    const ofMap: [string, unknown][] = [
      ['a plain one', map],
      ['sections', { version: 3, sections }],
      [
        'sections in sections',
        { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: { version: 3, sections } }] },
      ],
      ['a root', { ...map, sourceRoot: '/src/', sources: ['tax.ts', 'cart.ts', 'main.ts'] }],
      [
        'a root on a build machine',
        { ...map, sourceRoot: 'C:\\ci\\shop', sources: ['src\\tax.ts', 'x', 'y'] },
      ],
      ['separators of Windows', windows],
      ["webpack's names", { ...map, sources: ['webpack://shop/./src/tax.ts?3f2a', 'x', 'y'] }],
      ["webpack's old names", { ...map, sources: ['webpack:///./src/tax.ts', 'x', 'y'] }],
      ["turbopack's names", { ...map, sources: ['turbopack:///[project]/src/tax.ts', 'x', 'y'] }],
      ["Next's layers", { ...map, sources: ['webpack://_N_E/(rsc)/./src/tax.ts', 'x', 'y'] }],
      ['URLs of files', { ...map, sources: [`file://${at('src/tax.ts')}`, 'x', 'y'] }],
      ['no texts', { ...map, sourcesContent: undefined }],
    ];
    for (const [what, each] of ofMap) {
      await writeFile(at('dist/app.js.map'), JSON.stringify(each));
      const { frames, unmapped } = await mapOne({ file: '/srv/shop/dist/app.js', ...place });
      assert.deepEqual(
        [frames[0]?.file, frames[0]?.line],
        [crash.file, crash.line],
        `${what} ${unmapped[0]?.reason}`,
      );
      assert.equal(frames[0]?.frame.function, 'rateOf', what);
    }
    await rm(at('dist/app.js.map'));
    const bare = script.slice(0, script.indexOf('//#'));
    const base64 = Buffer.from(json).toString('base64');
    for (const url of [
      `data:application/json;base64,${base64}`,
      `data:application/json;charset=utf-8;base64,${base64}`,
      `data:application/json,${encodeURIComponent(json)}`,
    ]) {
      await writeFile(at('dist/app.js'), `${bare}//# sourceMappingURL=${url}\n`);
      const { frames } = await mapOne({ file: '/srv/shop/dist/app.js', ...place });
      assert.deepEqual([frames[0]?.file, frames[0]?.line], [crash.file, crash.line], url.slice(0, 40));
    }
  });

  it('finds the map by whatever the script says of it, or beside it', async () => {
    await bundle();
    const place = await placeOf('dist/app.js', nullCode);
    const json = await text('dist/app.js.map');
    const bare = (await text('dist/app.js')).split('//#')[0] ?? '';
    await mkdir(at('dist/maps/a b'), { recursive: true });
    await rm(at('dist/app.js.map'));
    const told: [string, string][] = [
      ['maps/a%20b/one.map?v=2', 'dist/maps/a b/one.map'],
      ['https://maps.example/42/app.js.map', 'dist/app.js.map'],
      ['/static/app.js.map', 'dist/app.js.map'],
      [`file://${at('dist/maps/two.map')}`, 'dist/maps/two.map'],
      ['gone.js.map', 'dist/app.js.map'],
    ];
    for (const [url, where] of told) {
      await writeFile(at('dist/app.js'), `${bare}//# sourceMappingURL=${url}\n`);
      await writeFile(
        at(where),
        JSON.stringify({ ...JSON.parse(json), sources: ['/x/src/tax.ts', 'x', 'y'] }),
      );
      const { frames, unmapped } = await mapOne({ file: '/srv/shop/dist/app.js', ...place });
      assert.equal(frames[0]?.file, crash.file, `${url} ${unmapped[0]?.reason}`);
      await rm(at(where));
    }
    // What is deployed may say nothing of its map.
    await writeFile(at('dist/app.js'), bare);
    await writeFile(at('dist/app.js.map'), json);
    assert.equal((await mapOne({ file: '/srv/shop/dist/app.js', ...place })).frames[0]?.file, crash.file);
    await rm(at('dist/app.js'));
    assert.equal((await mapOne({ file: '/srv/shop/dist/app.js', ...place })).frames[0]?.file, crash.file);
  });

  it('knows a bundle by the end of its URL, wherever the build put it', async () => {
    await bundle({ outdir: 'build/client', entryNames: 'assets/[name]-[hash]' });
    const { readdir } = await import('node:fs/promises');
    const name = (await readdir(at('build/client/assets'))).find(each => each.endsWith('.js')) ?? '';
    const place = await placeOf(`build/client/assets/${name}`, nullCode);
    for (const file of [
      `https://cdn.example/v7/assets/${name}?x=1`,
      `app:///assets/${name}`,
      `/app/${name}`,
    ]) {
      const { frames, unmapped } = await mapOne({ file, ...place });
      assert.deepEqual(
        [frames[0]?.file, frames[0]?.line],
        [crash.file, crash.line],
        `${file} ${unmapped[0]?.reason}`,
      );
      assert.equal(frames[0]?.mapping, 'exact');
    }
    const foreign = await mapOne({ file: 'https://cdn.example/assets/main-OTHER123.js', ...place });
    assert.deepEqual(foreign.frames, []);
    assert.match(foreign.unmapped[0]?.reason ?? '', /^it seems to be built, and neither the build nor/);
  });

  it('does not map through another build than the one that crashed, and says so', async () => {
    await bundle();
    const place = await placeOf('dist/app.js', nullCode);
    const file = '/srv/shop/dist/app.js';
    const script = await text('dist/app.js');
    const here = '5a1b2c3d-0000-4000-8000-00000000000a';
    await writeFile(at('dist/app.js'), `${script}//# debugId=${here}\n`);
    const crashed = (debugId: string) => ({ debugImages: [{ codeFile: file, debugId }] });
    const same = await mapOne({ file, ...place }, crashed(here.replaceAll('-', '').toUpperCase()));
    assert.deepEqual([same.frames[0]?.file, same.frames[0]?.mapping], [crash.file, 'exact']);
    const other = await mapOne({ file, ...place }, crashed('ffffffff-0000-4000-8000-00000000000b'));
    assert.match(
      other.unmapped[0]?.reason ?? '',
      /^dist\/app\.js here is of another build: its debug id is 5a1b2c3d0000/,
    );
    await writeFile(at('dist/app.js'), script);
    const line = script.split('\n')[place.line - 1] ?? '';
    const snipped = `{snip} ${line.slice(Math.max(0, place.column - 30), place.column + 30)} {snip}`;
    const quoted = await mapOne({ file, ...place, contextLine: snipped });
    assert.deepEqual([quoted.frames[0]?.file, quoted.frames[0]?.mapping], [crash.file, 'exact']);
    const rewritten = await mapOne({ file, ...place, contextLine: '{snip} somethingElse(entirely) {snip}' });
    assert.match(rewritten.unmapped[0]?.reason ?? '', /another build: the quoted code is not at its line/);
    const beyond = await mapOne({ file, line: place.line, column: 1_000_000 });
    assert.match(beyond.unmapped[0]?.reason ?? '', /has no column 1000000/);
    const unknown = await mapOne({ file, ...place });
    assert.equal(unknown.frames[0]?.mapping, 'approximate');
    assert(
      unknown.frames[0]?.reasons.includes('nothing tells whether dist/app.js is of the build that crashed'),
    );
    const named = await mapOne({ file, ...place, function: 'rateOf' });
    assert.equal(named.frames[0]?.mapping, 'exact');
    const elsewhere = await mapOne({ file, ...place, function: 'somewhereElse' });
    assert.equal(elsewhere.frames[0]?.mapping, 'approximate');
  });

  it('guesses by the line when the frame gives no column, where that says something', async () => {
    await bundle({ minify: false });
    const { line } = await placeOf('dist/app.js', '.code ===');
    const { frames } = await mapOne({ file: '/srv/shop/dist/app.js', line });
    assert.deepEqual([frames[0]?.file, frames[0]?.line], [crash.file, crash.line]);
    await bundle();
    const minified = await mapOne({ file: '/srv/shop/dist/app.js', line: 1 });
    assert.match(minified.unmapped[0]?.reason ?? '', /gives no column, and its line was made of very many/);
  });

  it('tells builds of one name in several packages apart by what the frame quotes', async () => {
    const packages = {
      'packages/web/src/main.ts': 'web().start();\n',
      'packages/api/src/main.ts': 'api().start();\n',
    };
    await scratch.commit({ message: 'two', files: packages });
    for (const name of ['web', 'api']) {
      const entryPoints = [`packages/${name}/src/main.ts`];
      await bundle({ entryPoints, outfile: `packages/${name}/dist/main.js`, minify: false });
    }
    const { line } = await placeOf('packages/api/dist/main.js', 'api()');
    const frame = { file: '/app/dist/main.js', line, column: 7 };
    const quoted = await mapOne({ ...frame, contextLine: 'api().start();' });
    assert.equal(quoted.frames[0]?.file, 'packages/api/src/main.ts');
    const whole = await mapOne({ ...frame, file: '/app/packages/web/dist/main.js' });
    assert.equal(whole.frames[0]?.file, 'packages/web/src/main.ts');
  });

  it('goes back through one build to the next', async () => {
    await bundle({ bundle: false, entryPoints: ['src/tax.ts'], outfile: 'build/tax.js', minify: false });
    const options = { entryPoints: ['build/tax.js'], outfile: 'dist/app.js' };
    await bundle(options);
    const place = await placeOf('dist/app.js', nullCode);
    const { frames } = await mapOne({ file: '/srv/shop/dist/app.js', ...place });
    assert.deepEqual([frames[0]?.file, frames[0]?.line], [crash.file, crash.line]);
    assert.equal(frames[0]?.frame.minified?.file, '/srv/shop/dist/app.js');
  });

  it('never reads what lies outside of the repository, or is too large', async () => {
    await bundle();
    const place = await placeOf('dist/app.js', nullCode);
    const outside = await ScratchRepository.create();
    try {
      await outside.write({ 'app.js.map': await text('dist/app.js.map') });
      await rm(at('dist/app.js.map'));
      const bare = (await text('dist/app.js')).split('//#')[0] ?? '';
      const up = path.relative(at('dist'), path.join(outside.root, 'app.js.map'));
      const file = '/srv/shop/dist/app.js';
      await writeFile(at('dist/app.js'), `${bare}//# sourceMappingURL=${up}\n`);
      const relative = await mapOne({ file, ...place });
      assert.match(relative.unmapped[0]?.reason ?? '', /leads out of the repository/);
      await symlink(path.join(outside.root, 'app.js.map'), at('dist/app.js.map'));
      assert.match(
        (await mapOne({ file, ...place })).unmapped[0]?.reason ?? '',
        /leads out of the repository/,
      );
      await symlink(outside.root, at('dist/linked'));
      await writeFile(at('dist/app.js'), `${bare}//# sourceMappingURL=linked/app.js.map\n`);
      assert.match(
        (await mapOne({ file, ...place })).unmapped[0]?.reason ?? '',
        /leads out of the repository/,
      );
      await rm(at('dist/app.js.map'));
      const { open } = await import('node:fs/promises');
      await using large = await open(at('dist/app.js.map'), 'w');
      await large.truncate(65 * 1024 * 1024);
      await writeFile(at('dist/app.js'), bare);
      assert.match((await mapOne({ file, ...place })).unmapped[0]?.reason ?? '', /has more than 64 MB/);
    } finally {
      await outside.dispose();
    }
  });

  it('leaves a tracked script that was not built here as it is', async () => {
    const comment = '//# sourceMappingURL=jquery.min.js.map\n';
    const map = { version: 3, sources: ['jquery.js'], names: [], mappings: 'AAAA' };
    await scratch.commit({
      message: 'two',
      files: { 'lib/jquery.min.js': `boot();\n${comment}`, 'lib/jquery.min.js.map': JSON.stringify(map) },
    });
    const { frames } = await mapOne({
      file: '/srv/lib/jquery.min.js',
      line: 1,
      column: 1,
      contextLine: 'boot();',
    });
    assert.deepEqual([frames[0]?.file, frames[0]?.line], ['lib/jquery.min.js', 1]);
  });

  it('says of a map that cannot be read that it cannot', async () => {
    await bundle();
    const place = await placeOf('dist/app.js', nullCode);
    for (const broken of [
      '{',
      '{}',
      '[]',
      'null',
      '{"version":3,"sources":["a"],"mappings":"!!"}',
      '{"sections":1}',
    ]) {
      await writeFile(at('dist/app.js.map'), broken);
      const { frames, unmapped } = await mapOne({ file: '/srv/shop/dist/app.js', ...place });
      assert.deepEqual(frames, [], broken);
      assert.match(unmapped[0]?.reason ?? '', /^dist\/app\.js: its source map cannot be read/, broken);
    }
  });

  it('locates frames that a log center took through its maps already', async () => {
    const contextLine = '  return (country as Country).code === "DE" ? 1.19 : 1;';
    const minified = { file: 'https://shop.example/app.js', line: 1, column: 4711, function: 'a' };
    for (const file of [
      'src/tax.ts',
      '../src/tax.ts',
      'webpack:///./src/tax.ts',
      'webpack:///src/tax.ts?9c',
    ]) {
      const { frames } = await mapOne({ file, line: 2, column: 3, contextLine, minified });
      assert.deepEqual([frames[0]?.file, frames[0]?.line], [crash.file, crash.line], file);
    }
  });
});
