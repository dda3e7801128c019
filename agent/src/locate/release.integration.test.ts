import assert from 'node:assert/strict';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { findRelease, resolveRelease } from './release.ts';
import { isManifest, readManifest } from './release-manifests.ts';
import { matchingTags } from './release-names.ts';

describe('resolveRelease', () => {
  it('knows a release by object name, tag, version and what tools make of them', async () => {
    const scratch = await ScratchRepository.create();
    try {
      const one = await scratch.commit({ message: 'one', tag: 'v1.2.3' });
      const two = await scratch.commit({ message: 'two', tag: '@acme/api@2.0.0' });
      const three = await scratch.commit({ message: 'three' });
      const four = await scratch.commit({ message: 'four', tag: 'rel_4_0_1' });
      await scratch.git('tag', '--annotate', '-m', 'web', 'web/v5.0.0', two);
      await scratch.git('tag', 'worker-5.0.0', three);
      await scratch.git('branch', 'production');
      const repository = await Repository.open(scratch.root);
      const cases: [string, string | undefined][] = [
        [one, one],
        [three.slice(0, 8), three],
        [three.slice(0, 8).toUpperCase(), three],
        ['v1.2.3', one],
        ['1.2.3', one],
        ['shop@1.2.3', one],
        ['shop@1.2.3+build.5', one],
        ['@acme/api@2.0.0', two],
        ['web@5.0.0', two],
        ['com.acme.worker@5.0.0+7', three],
        ['5.0.0', undefined],
        ['shop@4.0.1', four],
        ['14.0.1', undefined],
        [`v1.2.3-2-g${three.slice(0, 7)}`, three],
        [`shop-2026-01-03-${three.slice(0, 10)}`, three],
        [`ghcr.io/acme/shop:2026-01-03-${three.slice(0, 7)}`, three],
        [`sha-${two.slice(0, 7)}`, two],
        ['9.9.9', undefined],
        ['production', undefined],
        ['HEAD', undefined],
        ['HEAD~1', undefined],
        ['HEAD:README', undefined],
        ['--all', undefined],
        ['v1.2.3\nHEAD', undefined],
        ['@{-1}', undefined],
        ['x'.repeat(1_000_000), undefined],
      ];
      for (const [release, commit] of cases) {
        assert.equal(await resolveRelease(repository, release), commit, release.slice(0, 80));
      }
      assert.equal(await resolveRelease(repository, undefined), undefined);
    } finally {
      await scratch.dispose();
    }
  });
});

describe('matchingTags', () => {
  it('takes no longer version for the one that is meant', () => {
    const tags = [
      'v1.2.3',
      'v11.2.3',
      'v1.2.3.1',
      'v1.2.3-rc.1',
      'x-parent-1.2.3',
      'REL_1_2_3',
      '1.2.3.Final',
    ];
    assert.deepEqual(matchingTags(tags, 'shop@1.2.3'), [
      'v1.2.3',
      'x-parent-1.2.3',
      'REL_1_2_3',
      '1.2.3.Final',
    ]);
    assert.deepEqual(matchingTags(tags, 'x@1.2.3'), ['x-parent-1.2.3']);
    assert.deepEqual(matchingTags(tags, 'production'), []);
  });
});

describe('findRelease', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  async function find(release: string | undefined, about: { at?: string; announced?: string[] } = {}) {
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      return await findRelease({ repository, tree, release, ...about });
    } finally {
      await tree.dispose();
    }
  }
  const pack = (version: string, name = 'shop') =>
    JSON.stringify({ name, version, dependencies: { x: '1.1.0' } });
  const work = (message: string) => scratch.commit({ message, files: { 'a.js': `// ${message}\n` } });

  it('finds the last commit with a version that a package had', async () => {
    await scratch.commit({ message: 'Start', files: { 'package.json': pack('1.0.0') } });
    await scratch.commit({ message: 'Bump', files: { 'package.json': pack('1.1.0') } });
    const last = await work('More');
    await scratch.commit({ message: 'Bump', files: { 'package.json': pack('1.2.0') } });
    const head = await work('Later');
    const found = await find('shop@1.1.0');
    assert.equal(found.commit, last);
    assert.match(found.how, /package\.json has this version since/);
    assert.equal((await find('1.2.0')).commit, head);
    assert.equal((await find('3.0.0')).commit, undefined);
  });

  it('takes nothing newer than the event, and the commit that calls itself the release', async () => {
    await scratch.commit({
      message: 'Start',
      files: { 'package.json': pack('1.0.0') },
      date: '2026-01-01T00:00:00Z',
    });
    const early = await scratch.commit({ message: 'a', date: '2026-01-02T00:00:00Z' });
    await scratch.commit({ message: 'b', date: '2026-01-09T00:00:00Z' });
    const cut = await scratch.commit({
      message: 'chore(release): 1.1.0',
      files: { 'package.json': pack('1.1.0') },
      date: '2026-01-10T00:00:00Z',
    });
    await scratch.commit({ message: 'c', date: '2026-01-11T00:00:00Z' });
    assert.equal((await find('shop@1.0.0', { at: '2026-01-05T00:00:00Z' })).commit, early);
    assert.equal((await find('1.1.0', { at: '2026-02-05T00:00:00Z' })).commit, cut);
    // A clock that is wrong says nothing.
    assert.notEqual((await find('shop@1.0.0', { at: '2020-01-05T00:00:00Z' })).commit, undefined);
  });

  it('tells the packages of one repository apart', async () => {
    const of = (api: string, web: string) => ({
      'package.json': JSON.stringify({ name: 'root', private: true }),
      'packages/api/package.json': pack(api, '@acme/api'),
      'packages/web/package.json': pack(web, '@acme/web'),
    });
    await scratch.commit({ message: 'Start', files: of('2.0.0', '1.0.0') });
    const api = await work('a');
    await scratch.commit({ message: 'Both', files: of('3.0.0', '2.0.0') });
    const web = await work('b');
    assert.equal((await find('@acme/api@2.0.0')).commit, api);
    assert.equal((await find('web@2.0.0')).commit, web);
  });

  it('believes what the log center was told, and bounds what it does not know by time', async () => {
    const one = await scratch.commit({ message: 'one', date: '2026-01-01T00:00:00Z' });
    const two = await scratch.commit({ message: 'two', date: '2026-01-05T00:00:00Z' });
    assert.equal((await find('build 77', { announced: [one, '--all'] })).commit, one);
    const unknown = await find('build 77', { at: '2026-01-03T00:00:00Z' });
    assert.deepEqual([unknown.commit, unknown.bound], [undefined, one]);
    assert.match(unknown.how, /no commit .* known by this name; at most/);
    assert.equal((await find(undefined, { at: '2026-01-07T00:00:00Z' })).bound, undefined);
    assert.equal((await find(two.slice(0, 9))).how, 'the release is named after its commit');
  });
});

describe('readManifest', () => {
  it('reads the manifests of other languages', () => {
    const files: [string, (version: string) => string][] = [
      ['pyproject.toml', v => `[build-system]\nname = "x"\n[project]\nname = "shop"\nversion = "${v}"\n`],
      ['Cargo.toml', v => `[package]\nname = "shop"\nversion = "${v}"\n[dependencies]\nversion = "7"\n`],
      ['setup.cfg', v => `[metadata]\nname = shop\nversion = ${v}\n`],
      ['setup.py', v => `setup(\n    name='shop',\n    version='${v}',\n)\n`],
      ['shop/__init__.py', v => `"""Shop."""\n__version__ = "${v}"\n`],
      [
        'pom.xml',
        v =>
          `<project><parent><artifactId>p</artifactId><version>9</version></parent><artifactId>shop</artifactId><version>${v}</version><dependencies><dependency><version>3</version></dependency></dependencies></project>`,
      ],
      ['build.gradle', v => `plugins {}\nversion = '${v}'\n`],
      ['gradle.properties', v => `version=${v}\n`],
      ['shop.gemspec', v => `Gem::Specification.new do |s|\n  s.version = '${v}'\nend\n`],
      ['lib/shop/version.rb', v => `module Shop\n  VERSION = "${v}"\nend\n`],
      ['composer.json', v => JSON.stringify({ name: 'acme/shop', version: v })],
      ['Shop/Shop.csproj', v => `<Project><PropertyGroup><Version>${v}</Version></PropertyGroup></Project>`],
      ['pubspec.yaml', v => `name: shop\nversion: ${v}\n`],
      ['VERSION', v => `${v}\n`],
    ];
    for (const [file, text] of files) {
      assert(isManifest(file), file);
      assert.equal(readManifest(file, text('4.5.6'))?.version, '4.5.6', file);
      assert(!isManifest(`node_modules/x/${file}`), file);
    }
    assert(!isManifest('src/index.js'));
    assert.equal(readManifest('package.json', 'null'), undefined);
    assert.deepEqual(readManifest('pom.xml', files[5]?.[1]('1.0') ?? ''), { name: 'shop', version: '1.0' });
  });
});
