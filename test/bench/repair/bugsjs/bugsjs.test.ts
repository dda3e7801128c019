import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../../../../agent/src/git/git.ts';
import { ScratchRepository } from '../../../../agent/src/git/scratch-repository.ts';
import { UsageError } from '../../usage-error.ts';
import { checkOut } from '../checkout.ts';
import { bugsJsCases } from './cases.ts';

const broken = 'module.exports = node => node.key.name;\n';
const fixed = 'module.exports = node => node.key && node.key.name;\n';

/** A repository in which the bugs 1, 2 and 3 are tagged as BugsJS does it. */
async function makeProject(to: string): Promise<void> {
  const scratch = await ScratchRepository.create();
  await scratch.commit({ message: 'Begin', files: { 'lib/rules/keys.js': broken, 'README.md': 'Keys\n' } });
  for (const id of [1, 2, 3]) {
    await scratch.git('checkout', '--quiet', '--detach', 'main');
    await scratch.commit({ message: `Bug ${id}`, tag: `Bug-${id}` });
    await scratch.commit({
      message: 'Test',
      tag: `Bug-${id}-test`,
      files: { 'tests/lib/rules/keys.js': `// ${id}\n`, 'tests/data.json': '{}\n' },
    });
    await scratch.git('checkout', '--quiet', '--detach', `Bug-${id}`);
    const docs: Record<string, string> =
      id === 3 ? { 'lib/config.js': '// new\n' } : { 'README.md': 'All keys\n' };
    await scratch.commit({
      message: 'Fix',
      tag: `Bug-${id}-fix`,
      files: { 'lib/rules/keys.js': fixed, 'tests/lib/rules/keys.js': '// fix\n', ...docs },
    });
  }
  await scratch.git('checkout', '--quiet', 'main');
  await rename(scratch.root, to);
}

describe('bugs of BugsJS', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-bugsjs-'));
    await makeProject(path.join(folder, 'eslint'));
    await mkdir(path.join(folder, 'notes'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are cases by the parity of their numbers, with the tests that show them and the fix without its tests', async () => {
    const cases = await bugsJsCases(folder, { ids: 'odd' });
    assert.deepEqual(
      cases.map(({ name, tree, from, truth }) => [name, tree.commit, from, [...(truth?.files ?? [])]]),
      [
        [
          'eslint-1',
          'Bug-1-test',
          {
            failingTests: ['tests/lib/rules/keys.js'],
            mended: true,
            kept: path.join(folder, '.installed/eslint-1.json'),
          },
          [['lib/rules/keys.js', fixed]],
        ],
        [
          'eslint-3',
          'Bug-3-test',
          {
            failingTests: ['tests/lib/rules/keys.js'],
            mended: true,
            kept: path.join(folder, '.installed/eslint-3.json'),
          },
          [
            ['lib/config.js', '// new\n'],
            ['lib/rules/keys.js', fixed],
          ],
        ],
      ],
    );
    const names = async (ids: 'even' | 'all') => (await bugsJsCases(folder, { ids })).map(({ name }) => name);
    assert.deepEqual(await names('even'), ['eslint-2']);
    assert.deepEqual(await names('all'), ['eslint-1', 'eslint-2', 'eslint-3']);
  });

  it('are only those that were reported, where a folder of reports says which', async () => {
    const reported = await mkdtemp(path.join(folder, '.reports-'));
    await writeFile(path.join(reported, 'eslint-3-812.json'), '{}');
    await writeFile(path.join(reported, 'eslint-2-811.json'), '{}');
    const cases = await bugsJsCases(folder, { ids: 'odd', reported });
    assert.deepEqual(
      cases.map(({ name }) => name),
      ['eslint-3'],
    );
    await assert.rejects(bugsJsCases(reported, { ids: 'odd' }), UsageError);
  });

  it('are compared on programs where the fix is in rules alone, and by the text where it is not', async () => {
    const [first, second] = await bugsJsCases(folder, { ids: 'odd' });
    assert.equal(first?.truth?.check?.compared, true);
    assert.deepEqual(first?.truth?.check?.command.slice(-1), ['keys']);
    assert.equal(second?.truth?.check, undefined);
  });

  it('are worked on without any name of the repository that tells the fix', async () => {
    const [first] = await bugsJsCases(folder, { ids: 'odd' });
    assert.ok(first);
    const packages = await mkdtemp(path.join(folder, '.packages-'));
    await mkdir(path.join(packages, 'node_modules/some'), { recursive: true });
    const tree = await checkOut({ ...first, tree: { ...first.tree, installed: async () => packages } });
    try {
      const options = { cwd: tree.folder };
      assert.equal(await git.run(['for-each-ref'], options), '');
      assert.equal(await git.run(['log', '--format=%s'], options), 'Test\nBug 1\nBegin\n');
      assert.deepEqual((await readdir(tree.folder)).sort(), [
        '.git',
        'README.md',
        'lib',
        'node_modules',
        'tests',
      ]);
    } finally {
      await tree.dispose();
    }
  });
});
