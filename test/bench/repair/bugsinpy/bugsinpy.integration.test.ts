import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ScratchRepository } from '../../../../agent/src/git/scratch-repository.ts';
import { sandboxHere } from '../../../../agent/src/verify/scratch-project.ts';
import { measureRepairs } from '../measure.ts';
import { makePytest } from '../quixbugs/pytest.ts';
import { bugsInPyCases } from './cases.ts';

const signal = new AbortController().signal;
const prices = (end: string) => `def total(items):
    sum = 0
    for at in range(len(items)${end}):
        sum += items[at]["price"]
    return sum
`;
const test = `from shop.prices import total


def test_nothing():
    assert total([]) == 0


def test_total():
    assert total([{'price': 2}]) == 2


def test_of_another_time():
    raise OSError('gone since')
`;

describe('a checkout of BugsInPy', function () {
  this.timeout(120_000);
  let folder: string;
  let project: ScratchRepository;
  let commits: { buggy: string; fixed: string };

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'errata-bugsinpy-')));
    project = await ScratchRepository.create();
    const files = {
      '.gitignore': '.venv\n',
      'shop/__init__.py': '',
      'tests/test_prices.py': 'import shop\n',
    };
    const buggy = await project.commit({
      message: 'Begin',
      files: { ...files, 'shop/prices.py': prices(' + 1') },
    });
    const fixed = await project.commit({
      message: 'Fix',
      files: { 'shop/prices.py': prices(''), 'tests/test_prices.py': test, NEWS: 'fixed\n' },
    });
    commits = { buggy, fixed };
    await bug('shop', 1, 'pytest tests/test_prices.py\n');
    await bug('shop', 2, 'make check\n');
    await bug('gone', 1, 'pytest tests/test_prices.py\n', path.join(folder, 'nowhere'));
    await mkdir(path.join(folder, 'projects/shop/bugs/3'));
  });
  after(async () => {
    await project.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function bug(name: string, number: number, runTest: string, url = project.root) {
    const own = path.join(folder, 'projects', name, 'bugs', String(number));
    await mkdir(own, { recursive: true });
    const info = `python_version="3.6.9"
buggy_commit_id="${commits.buggy}"
fixed_commit_id="${commits.fixed}"
test_file="tests/test_prices.py"
`;
    await writeFile(path.join(own, 'bug.info'), info);
    await writeFile(path.join(own, 'run_test.sh'), runTest);
    await writeFile(
      path.join(folder, 'projects', name, 'project.info'),
      `github_url="file://${url}"\nstatus="OK"\n`,
    );
  }
  const cases = (said: string[] = [], only?: string) =>
    bugsInPyCases(
      folder,
      { install: false },
      {
        choose: names => new Set(names.filter(name => only === undefined || name === only)),
        signal,
        say: line => said.push(line),
      },
    );

  it('gives the bugs that can be prepared, and why the others cannot', async () => {
    const found = await cases();
    const [first, ...more] = found.cases;
    assert.deepEqual(more, []);
    assert.equal(first?.name, 'shop-1');
    assert.deepEqual(first.from, { failingTests: ['tests/test_prices.py'], mended: true });
    assert.deepEqual([...(first.truth?.files ?? [])], [['shop/prices.py', prices('')]]);
    assert.equal(await project.git('show', `${commits.buggy}:tests/test_prices.py`), 'import shop\n');
    const why = new Map(found.broken.map(({ name, reason }) => [name, reason]));
    assert.deepEqual([...why.keys()].sort(), ['gone-1', 'shop-2', 'shop-3']);
    assert.match(why.get('gone-1') ?? '', /nowhere/);
    assert.match(why.get('shop-2') ?? '', /run_test\.sh names no test/);
    assert.match(why.get('shop-3') ?? '', /bug\.info/);
  });

  it('is repaired by the tests that the fix mends, in the environment of the bug', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      this.skip();
    }
    const measure = async (said: string[] = []) =>
      measureRepairs((await cases(said, 'shop-1')).cases, { jobs: 1, signal, progress: () => undefined });
    const without = await measure();
    assert.match(without.broken[0]?.reason ?? '', /no virtual environment in .*shop-1; --install makes it/);

    const environment = path.join(folder, '.environments/shop-1');
    try {
      await makePytest(path.join(environment, '.venv'));
    } catch (error) {
      this['skipReason'] = error instanceof Error ? error.message : String(error);
      this.skip();
    }
    await writeFile(path.join(environment, 'notes.txt'), 'it runs on another Python\n');
    const said: string[] = [];
    const { measured, broken } = await measure(said);
    assert.deepEqual(broken, []);
    assert.deepEqual(said, ['shop-1: it runs on another Python']);
    assert.equal(measured[0]?.failure, undefined);
    assert.equal(measured[0]?.repair.offered[0]?.right, true);
  });
});
