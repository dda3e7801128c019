import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOfArchive } from './archive.ts';

const root = join(import.meta.dirname, '../..');
const mostPackaged = 6 * 1024 * 1024;
const mostEager = 150 * 1024;
/** What a marketplace sorts extensions by. */
const categories = [
  'AI',
  'Chat',
  'Debuggers',
  'Linters',
  'Other',
  'SCM Providers',
  'Testing',
  'Visualization',
];

/** All that ships. Anything else got in by mistake: a source, a test, a source map, a native addon. */
const shipped = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(?:package(?:\.nls(?:\.zh-cn)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/l10n\/bundle\.l10n\.zh-cn\.json$/,
  /^extension\/media\/(?:icon\.png|activity\.svg|walkthrough\/[\w.-]+\.(?:svg|md))$/,
  /^extension\/docs\/sandbox\.md$/,
  /^extension\/dist\/(?:[a-z-]+\.cjs|(?:agent|log-center|prepare-thread|part-[A-Z0-9]{8})\.mjs)$/,
  /^extension\/dist\/grammars\/[\w-]+\.wasm$/,
  /^extension\/dist\/docs\/swagger-ui(?:-bundle\.js|\.css)$/,
  /^extension\/dist\/webview\/(?:review\.(?:js|css)|[\w.-]+\.(?:js|wasm|ttf)|chunks\/[\w.-]+\.js)$/,
];

describe('the package of the extension', function () {
  this.timeout(180_000);
  let said = '';
  let size = 0;
  let files = new Map<string, Buffer>();
  const text = (name: string) => files.get(`extension/${name}`)?.toString('utf8') ?? '';
  const manifest = () => JSON.parse(text('package.json'));

  before(() => {
    const folder = mkdtempSync(join(tmpdir(), 'errata-packaged-'));
    try {
      const packed = spawnSync(process.execPath, ['extension/package.ts', folder], { cwd: root });
      said = packed.stderr.toString();
      assert.equal(packed.status, 0, said.slice(-2000));
      const path = packed.stdout.toString().trim();
      size = statSync(path).size;
      files = filesOfArchive(readFileSync(path));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is made without a warning', () => {
    assert.match(said, /DONE/);
    assert.doesNotMatch(said, /warn/i);
  });

  it('holds what ships and nothing else', () => {
    const strange = [...files.keys()].filter(name => !shipped.some(pattern => pattern.test(name)));
    assert.deepEqual(strange, []);
  });

  it('is small, above all in what is loaded at activation', () => {
    const eager = files.get('extension/dist/extension.cjs')?.length ?? Number.POSITIVE_INFINITY;
    assert.ok(size <= mostPackaged, `${size} bytes`);
    assert.ok(eager <= mostEager, `${eager} bytes`);
  });

  it('has every file that the manifest names, in both languages', () => {
    const { icon, main, contributes, l10n } = manifest();
    const words = [text('package.nls.json'), text('package.nls.zh-cn.json')].map(json => JSON.parse(json));
    const named = [icon, main, `${l10n}/bundle.l10n.zh-cn.json`];
    const media = /"(media\/[^"]+|%walkthrough\.\w+\.page%)"/g;
    for (const [, path = ''] of JSON.stringify(contributes).matchAll(media)) {
      named.push(...(path.startsWith('%') ? words.map(each => each[path.slice(1, -1)]) : [path]));
    }
    assert.ok(named.length > 6);
    for (const path of named) assert.ok(files.has(join('extension', path)), path);
  });

  it('says what a marketplace asks for', () => {
    const { publisher, license, pricing, categories: own, keywords, icon } = manifest();
    assert.deepEqual(
      { publisher, license, pricing },
      { publisher: 'errata', license: 'MIT', pricing: 'Free' },
    );
    for (const category of own) assert.ok(categories.includes(category), category);
    assert.ok(keywords.length <= 30);
    const picture = files.get(`extension/${icon}`);
    assert.deepEqual([picture?.readUInt32BE(16), picture?.readUInt32BE(20)], [256, 256]);
    const listed = files.get('extension.vsixmanifest')?.toString('utf8') ?? '';
    for (const asset of ['Details', 'Changelog', 'License']) {
      assert.match(listed, new RegExp(`Microsoft\\.VisualStudio\\.Services\\.Content\\.${asset}"`));
    }
  });

  it('needs nothing from npm and runs no script', () => {
    const { dependencies, devDependencies, scripts } = manifest();
    assert.deepEqual([dependencies, devDependencies, scripts], [undefined, undefined, undefined]);
  });

  it('shows its pictures wherever it is read, and links to nothing beside them that is not there', () => {
    const read = text('readme.md') + text('changelog.md');
    const links = [...read.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    assert.ok(links.some(link => link.startsWith('data:image/')));
    assert.deepEqual(
      links.filter(link => !/^(?:https:|data:image\/(?:png|webp);base64,)/.test(link)),
      [],
    );
  });

  it('tells nothing of the machine that it was made on', () => {
    for (const [name, bytes] of files) assert.ok(!bytes.includes(root), name);
  });
});
