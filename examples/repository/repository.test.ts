import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from './git.ts';
import { type Example, type MadeRepository, makeRepository } from './repository.ts';

for (const example of ['shop', 'ledger'] satisfies Example[]) {
  describe(`the repository of ${example}`, function () {
    this.timeout(60_000);
    let folder: string;
    let made: MadeRepository;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'errata-repository-'));
      made = await makeRepository({ example, folder });
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('is the same every time', async () => {
      const again = await makeRepository({ example, folder: path.join(folder, 'again') });
      assert.equal(again.head, made.head);
      assert.deepEqual(again.introduced, made.introduced);
    });

    it('has a history of several people, in order, and a file that was renamed', async () => {
      const log = await git(made.repository, ['log', '--reverse', '--format=%ae%x09%at%x09%s']);
      const commits = log.split('\n').map(line => line.split('\t'));
      assert.ok(commits.length >= 10);
      assert.equal(new Set(commits.map(([author]) => author)).size, 4);
      const dates = commits.map(([, date]) => Number(date));
      assert.deepEqual(
        dates,
        dates.toSorted((a, b) => a - b),
      );
      const renames = await git(made.repository, [
        'log',
        '-M',
        '--diff-filter=R',
        '--format=',
        '--name-only',
      ]);
      assert.notEqual(renames, '');
    });

    it('holds the files of the example and nothing of ours', async () => {
      const source = fileURLToPath(new URL(`../${example}`, import.meta.url));
      const tracked = (await git(made.repository, ['ls-files'])).split('\n');
      for (const file of tracked) {
        const [ours, theirs] = await Promise.all(
          [source, made.repository].map(root => readFile(path.join(root, file), 'utf8')),
        );
        assert.equal(theirs, ours, file);
      }
      for (const file of ['README.md', '.gitignore', '.github/CODEOWNERS'])
        assert.ok(tracked.includes(file), file);
      assert.deepEqual(
        tracked.filter(file => file.includes('crashes') || file.includes('history')),
        [],
      );
    });

    it('is clean, pushed, and says nothing of who we are', async () => {
      assert.equal(await git(made.repository, ['status', '--porcelain']), '');
      assert.equal(await git(made.repository, ['rev-parse', 'origin/main']), made.head);
      assert.equal(await git(made.remote, ['rev-parse', 'main']), made.head);
      const config = await git(made.repository, ['config', '--list']);
      assert.doesNotMatch(config, /^user\./m);
    });

    it('introduces each crash in a commit of its own', async () => {
      const crashes = new URL(`../${example}/crashes.json`, import.meta.url);
      const ids = (JSON.parse(await readFile(crashes, 'utf8')) as { id: string }[]).map(({ id }) => id);
      assert.deepEqual(Object.keys(made.introduced).toSorted(), ids.toSorted());
      assert.equal(new Set(Object.values(made.introduced)).size, ids.length);
    });

    it('is not made over something that is there', async () => {
      await assert.rejects(makeRepository({ example, folder }), { code: 'EEXIST' });
      assert.equal(await git(made.repository, ['rev-parse', 'HEAD']), made.head);
    });

    if (example === 'shop') {
      it('has its dependencies as files of its own, with the commands linked', async () => {
        const modules = path.join(made.repository, 'node_modules');
        for (const entry of await readdir(modules)) {
          assert.ok((await lstat(path.join(modules, entry))).isDirectory(), entry);
        }
        assert.ok((await lstat(path.join(modules, '.bin', 'mocha'))).isSymbolicLink());
        await readFile(path.join(modules, '.bin', 'mocha'));
      });
    }

    it('stops when it is told to and leaves nothing behind', async () => {
      const stopped = path.join(folder, 'stopped');
      const signal = AbortSignal.abort();
      await assert.rejects(makeRepository({ example, folder: stopped, signal }), { name: 'AbortError' });
      assert.deepEqual(await readdir(stopped), []);
    });
  });
}
