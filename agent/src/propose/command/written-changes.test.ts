import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readWritten, type Written, writtenChanges } from './written-changes.ts';

const texts = new Map([
  ['src/a.ts', 'a'],
  ['src/deep/b.ts', 'b'],
  ['test/a.test.ts', 't'],
  ['README.md', 'r'],
]);
const sources = { list: async () => [...texts.keys()], read: async (path: string) => texts.get(path) };
const changesOf = (written: Partial<Written>) =>
  writtenChanges({ late: false, cut: false, files: [], folders: [], ...written }, sources);

describe('what a program wrote', () => {
  it('is read however it is damaged', () => {
    for (const json of [undefined, '', '{', '[]', '{"files":[{"path":"a"}]}'])
      assert.equal(readWritten(json), undefined);
    fc.assert(fc.property(fc.json(), json => void readWritten(json)));
  });

  it('is held against the checkout', async () => {
    const files = [
      { path: 'src/a.ts', text: 'a2' },
      { path: 'src/deep/b.ts', text: 'b' },
      { path: 'README.md', text: 'r2' },
      { path: 'test/a.test.ts', text: 't2' },
      { path: 'test/new.test.ts', text: 'n' },
      { path: 'src/new.ts', text: 'n' },
    ];
    const { changes, tests } = await changesOf({ files });
    assert.deepEqual(changes, [
      { path: 'src/a.ts', before: 'a', after: 'a2' },
      { path: 'README.md', before: 'r', after: 'r2' },
      { path: 'src/new.ts', before: null, after: 'n' },
    ]);
    assert.deepEqual(tests, [{ path: 'test/new.test.ts', before: null, after: 'n' }]);
  });

  it('is not what a build leaves behind, nor anything outside', async () => {
    const paths = [
      '../x.ts',
      '/x.ts',
      'a//x.ts',
      'a/./x.ts',
      '.cache/x.ts',
      'x.log',
      'out/x.bin',
      'a\0.ts',
      '.git/x.ts',
    ];
    const { changes, tests } = await changesOf({ files: paths.map(path => ({ path, text: '' })) });
    assert.deepEqual([changes, tests], [[], []]);
  });

  it('tells files that are gone, alone or with their folder', async () => {
    const gone = async (folders: Written['folders']) =>
      (await changesOf({ folders })).changes.map(({ path }) => path);
    assert.deepEqual(await gone([{ path: '', names: ['src', 'test', 'README.md'] }]), []);
    assert.deepEqual(await gone([{ path: 'src', names: ['a.ts'] }]), ['src/deep/b.ts']);
    assert.deepEqual(await gone([{ path: '', names: ['test'] }]), ['src/a.ts', 'src/deep/b.ts', 'README.md']);
    assert.deepEqual(await gone([{ path: 'test', names: [] }]), [], 'tests stay');
  });
});
