import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '../git/repository.ts';
import { type Publishing, publish as publishOutside } from './publish.ts';
import { scratchOutside } from './scratch-outside.ts';

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** Where there is nothing but git. */
const publish = (repository: Repository, what: Publishing) =>
  publishOutside(repository, what, scratchOutside());

describe('publish', () => {
  let folder: string;
  let checkout: string;
  let remote: string;
  let base: string;
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim();
  const change = { path: 'src/a.js', before: 'one\n', after: 'two\n' };
  const what = () => ({
    run: 'r1',
    branch: 'errata/a-1',
    base,
    changes: [change],
    message: 'fix: two\n',
    date: '2026-03-01T10:00:00.000Z',
    request: { title: 'fix: two', body: 'Two.' },
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'errata-publish-'));
    checkout = join(folder, 'work');
    remote = join(folder, 'remote.git');
    git(folder, 'init', '-q', '--bare', remote);
    git(folder, 'init', '-q', '-b', 'main', checkout);
    mkdirSync(join(checkout, 'src'));
    writeFileSync(join(checkout, 'src', 'a.js'), 'one\n');
    writeFileSync(join(checkout, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    git(checkout, 'add', '.');
    git(checkout, 'commit', '-q', '-m', 'start');
    git(checkout, 'remote', 'add', 'origin', remote);
    git(checkout, 'push', '-q', 'origin', 'main');
    base = git(checkout, 'rev-parse', 'HEAD');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('pushes a branch with just these changes', async () => {
    const published = await publish(await Repository.open(checkout), what());
    assert.equal(git(remote, 'rev-parse', published.branch), published.commit);
    assert.equal(git(remote, 'show', `${published.commit}:src/a.js`), 'two');
    assert.equal(git(remote, 'diff', '--name-only', base, published.commit), 'src/a.js');
    assert.equal(published.remote, remote);
  });

  it('keeps a file in its own encoding and its own ends of lines', async () => {
    const before = Buffer.from('\xef\xbb\xbfcaf\xc3\xa9\r\none\n\ttwo\r\n', 'latin1');
    const western = Buffer.from('// caf\xe9\r\none\n', 'latin1');
    writeFileSync(join(checkout, 'src', 'bom.js'), before);
    writeFileSync(join(checkout, 'src', 'western.js'), western);
    git(checkout, 'add', '.');
    git(checkout, 'commit', '-q', '-m', 'odd');
    const changed = (path: string, text: string) => ({
      path,
      before: text,
      after: text.replace('one', 'two'),
    });
    const changes = [
      changed('src/bom.js', before.toString('utf8')),
      changed('src/western.js', western.toString('latin1')),
    ];
    const odd = { ...what(), base: git(checkout, 'rev-parse', 'HEAD') };
    const { commit } = await publish(await Repository.open(checkout), { ...odd, changes });
    const shown = (path: string) =>
      execFileSync('git', ['show', `${commit}:${path}`], { cwd: remote, env }).toString('latin1');
    assert.equal(shown('src/bom.js'), before.toString('latin1').replace('one', 'two'));
    assert.equal(shown('src/western.js'), western.toString('latin1').replace('one', 'two'));
    const beyond = { path: 'src/western.js', before: western.toString('latin1'), after: '// 价\n' };
    await assert.rejects(publish(await Repository.open(checkout), { ...odd, changes: [beyond] }), {
      reason: 'wrong-encoding',
    });
  });

  it('leaves the working tree, the index and the stash byte for byte as they were', async () => {
    writeFileSync(join(checkout, 'src', 'a.js'), 'stashed\n');
    git(checkout, 'stash');
    writeFileSync(join(checkout, 'src', 'a.js'), 'dirty\n');
    writeFileSync(join(checkout, 'new.txt'), 'untracked\n');
    git(checkout, 'add', 'new.txt');
    const before = photograph(checkout);
    await publish(await Repository.open(checkout), what());
    assert.deepEqual(photograph(checkout), before);
  });

  it('does the same thing again without a second effect', async () => {
    const first = await publish(await Repository.open(checkout), what());
    const second = await publish(await Repository.open(checkout), what());
    assert.deepEqual(second, first);
    assert.equal(
      git(remote, 'for-each-ref', '--format=%(refname)', 'refs/heads/errata/').split('\n').length,
      1,
    );
  });

  it('goes on after a stop between the push and the local branch', async () => {
    const first = await publish(await Repository.open(checkout), what());
    git(checkout, 'update-ref', '-d', `refs/heads/${first.branch}`);
    assert.deepEqual(await publish(await Repository.open(checkout), what()), first);
  });

  it('never touches a branch that somebody else has pushed to', async () => {
    git(checkout, 'push', '-q', 'origin', 'main:refs/heads/errata/a-1');
    const published = await publish(await Repository.open(checkout), what());
    assert.equal(published.branch, 'errata/a-1-2');
    assert.equal(git(remote, 'rev-parse', 'errata/a-1'), base);
  });

  it('takes the name that a person chose or none, and says what stands in the way', async () => {
    git(checkout, 'push', '-q', 'origin', 'main:refs/heads/errata/a-1', 'main:refs/heads/errata/b');
    const before = git(remote, 'for-each-ref');
    const repository = await Repository.open(checkout);
    const chosen = (branch: string) => publish(repository, { ...what(), chosen: true, branch });
    await assert.rejects(chosen('errata/a-1'), { reason: 'branch-taken', message: /errata\/a-1/ });
    await assert.rejects(chosen('main'), { reason: 'branch-taken' });
    await assert.rejects(chosen('main/fix'), { reason: 'branch-taken' });
    assert.equal(git(remote, 'for-each-ref'), before);
    assert.equal(git(checkout, 'for-each-ref', 'refs/heads/errata/'), '');
    assert.equal((await chosen('fix/cart')).branch, 'fix/cart');
    assert.equal((await chosen('fix/cart')).branch, 'fix/cart');
  });

  it('takes nothing for a branch that is none, whoever wrote it', async () => {
    const repository = await Repository.open(checkout);
    const hostile = [
      ...['--upload-pack=touch /tmp/x', '-f', 'a..b', 'a b', 'x.lock', '/a', 'a/', '@', 'a@{1}', 'HEAD', ''],
      ...['refs/heads/x', 'a~1', 'a:b', 'a\\b', 'a\u0000b', 'a\nb', 'a\u202eb', '*', 'x'.repeat(300)],
    ];
    for (const branch of hostile) {
      await assert.rejects(publish(repository, { ...what(), branch }), { reason: 'bad-branch-name' }, branch);
      const request = { title: '', body: '', base: branch };
      await assert.rejects(
        publish(repository, { ...what(), request }),
        { reason: 'bad-branch-name' },
        branch,
      );
    }
    assert.equal(git(remote, 'for-each-ref', 'refs/heads/errata/'), '');
  });

  it('merges into no branch that the remote does not have', async () => {
    const request = { title: 'fix: two', body: '', base: 'develop' };
    const repository = await Repository.open(checkout);
    await assert.rejects(publish(repository, { ...what(), request }), { reason: 'unknown-base' });
    assert.equal(git(remote, 'for-each-ref', 'refs/heads/errata/'), '');
    await publish(repository, { ...what(), request: { ...request, base: 'main' } });
  });

  it('keeps the branch local when there is no remote', async () => {
    git(checkout, 'remote', 'remove', 'origin');
    const published = await publish(await Repository.open(checkout), what());
    assert.equal(published.remote, '');
    assert.equal(git(checkout, 'rev-parse', published.branch), published.commit);
  });

  it('refuses when a file is not what the fix was made for', async () => {
    const stale = { ...what(), changes: [{ ...change, before: 'another\n' }] };
    await assert.rejects(publish(await Repository.open(checkout), stale), { reason: 'moved-base' });
    assert.equal(git(remote, 'for-each-ref', 'refs/heads/errata/'), '');
  });

  it('refuses when nothing is left of the fix', async () => {
    const nothing = { ...what(), changes: [{ ...change, after: change.before }] };
    await assert.rejects(publish(await Repository.open(checkout), nothing), { reason: 'nothing-to-publish' });
  });

  it('says why a push was refused, and keeps no local branch of it', async () => {
    git(checkout, 'remote', 'set-url', 'origin', join(folder, 'nowhere.git'));
    await assert.rejects(publish(await Repository.open(checkout), what()), { reason: 'no-repository' });
    assert.equal(git(checkout, 'for-each-ref', 'refs/heads/errata/'), '');
  });

  it('adds and deletes files', async () => {
    const changes = [
      { path: 'test/a.test.js', before: null, after: 'new\n' },
      { path: 'run.sh', before: '#!/bin/sh\n', after: null },
    ];
    const { commit } = await publish(await Repository.open(checkout), { ...what(), changes });
    assert.equal(git(remote, 'ls-tree', '-r', '--name-only', commit), 'src/a.js\ntest/a.test.js');
  });
});

/** Every byte that a person could miss: the files, the index, the stash. */
function photograph(checkout: string): Map<string, string> {
  const bytes = new Map<string, string>();
  for (const name of readdirSync(checkout, { recursive: true, encoding: 'utf8' })) {
    const mine = !name.startsWith('.git') || /^\.git\/(index|HEAD|refs\/stash|logs\/refs\/stash)$/.test(name);
    if (mine && statSync(join(checkout, name)).isFile())
      bytes.set(name, readFileSync(join(checkout, name), 'base64'));
  }
  return bytes;
}
