import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gitEnv } from '../forge/bare-repository.ts';
import { Forge } from '../forge/forge.ts';
import type { Account, Kind } from '../forge/model.ts';

const execute = promisify(execFile);
const kinds: readonly Kind[] = ['github', 'gitlab', 'gitea'];

for (const kind of kinds) {
  describe(`the repository of a forge for tests, as ${kind}`, function () {
    this.timeout(60_000);
    let folder: string;
    let forge: Forge;
    let ada: Account;

    const git = async (cwd: string, ...args: string[]) => {
      const env = { ...gitEnv(ada), GIT_TERMINAL_PROMPT: '0' };
      return (await execute('git', args, { cwd, env })).stdout.trim();
    };
    const remote = ({ login }: Account, token: string, path = forge.path) =>
      `http://${login}:${token}@${forge.host}/${path}.git`;
    const refused = async (push: Promise<string>, words: RegExp) => {
      await assert.rejects(push, (error: { stderr: string }) => {
        assert.match(error.stderr, words);
        return true;
      });
    };
    const work = () => join(folder, 'work');
    const push = (to: string, branch = 'topic', ...more: string[]) =>
      git(work(), 'push', '-q', ...more, to, `HEAD:refs/heads/${branch}`);
    const parents = async (commit: string) =>
      (await forge.repo.git.git(['show', '-s', '--format=%P', commit])).split(' ');
    const content = (commit: string, path: string) => forge.repo.git.git(['show', `${commit}:${path}`]);

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'errata-forge-test-'));
      forge = await Forge.start({ kind, files: { 'a.js': 'one\n', 'b.js': 'one\n' } });
      ada = forge.user('ada', { rights: 'write' });
      await git(folder, 'clone', '-q', forge.cloneUrl, 'work');
      await writeFile(join(work(), 'a.js'), 'two\n');
      await git(work(), 'commit', '-q', '-a', '-m', 'two');
    });
    afterEach(async () => {
      await rm(folder, { recursive: true, force: true });
      await forge[Symbol.asyncDispose]();
    });

    it('is cloned by anybody and pushed to with a token', async () => {
      await push(remote(ada, ada.token));
      const listed = await git(work(), 'ls-remote', forge.cloneUrl, 'refs/heads/topic');
      assert.equal(listed.split('\t')[0], await git(work(), 'rev-parse', 'HEAD'));
      assert.ok(
        forge.requests.some(({ kind: of, path }) => of === 'git' && path.includes('git-receive-pack')),
      );
    });

    it('is not pushed to without a token, with a wrong one, one that may only look, or by others', async () => {
      await refused(push(forge.cloneUrl), /could not read Username|Authentication failed/);
      await refused(push(remote(ada, 'wrong')), /Authentication failed/);
      const eve = forge.user('eve');
      await refused(push(remote(eve, eve.token)), /403/);
      const bob = forge.user('bob', { rights: 'write', readOnly: true });
      await refused(push(remote(bob, bob.token)), /403/);
    });

    it('does not take what a rule or a hook of it refuses', async () => {
      const to = remote(ada, ada.token);
      await forge.protect('main');
      await refused(push(to, 'main'), /protected branch/i);
      await forge.refusePushes('Commits need a ticket.');
      await refused(push(to), /Commits need a ticket\./);
      await forge.refusePushes();
      await push(to);
      await git(work(), 'commit', '-q', '--amend', '-m', 'other');
      await refused(push(to), /non-fast-forward|rejected/);
      await push(to, 'topic', '--force');
    });

    it('is not there for those who may not see it', async () => {
      await using hidden = await Forge.start({ kind, isPrivate: true });
      const eve = hidden.user('eve');
      const of = (token: string) => `http://eve:${token}@${hidden.host}/acme/shop.git`;
      await refused(git(folder, 'ls-remote', of(eve.token)), /not found|404/i);
      await refused(
        git(folder, 'ls-remote', hidden.cloneUrl),
        /could not read Username|Authentication failed/,
      );
      hidden.user('eve', { rights: 'read' });
      assert.match(await git(folder, 'ls-remote', of(eve.token)), /refs\/heads\/main/);
    });

    it('has forks, from which pull requests come', async () => {
      const eve = forge.user('eve');
      const fork = await forge.fork(eve);
      await push(remote(eve, eve.token, 'eve/shop'));
      const { number, head } = await forge.openPullRequest(eve, {
        branch: 'topic',
        title: 'Two',
        from: fork,
      });
      assert.equal(head, await git(work(), 'rev-parse', 'HEAD'));
      const ref = `refs/${kind === 'gitlab' ? 'merge-requests' : 'pull'}/${number}/head`;
      assert.match(await git(work(), 'ls-remote', forge.cloneUrl, ref), new RegExp(head));
    });

    it('merges in each style by git', async () => {
      const opened = async (branch: string, path: string) => {
        await forge.pushAs(ada, branch, { [path]: `${branch}\n` }, { message: `first of ${branch}\n` });
        await forge.pushAs(ada, branch, { 'more.js': `${branch}\n`, [path]: `${branch} again\n` });
        await forge.pushAs(ada, branch, { 'more.js': undefined });
        return forge.openPullRequest(ada, { branch, title: branch });
      };
      const base = await forge.repo.git.git(['rev-parse', 'main']);
      const pulls = [await opened('x', 'x.js'), await opened('y', 'y.js'), await opened('z', 'z.js')];
      const [first, second, third] = pulls.map(({ number }) => number);
      const merged = await forge.merge(first ?? 0, 'merge', ada);
      assert.deepEqual(await parents(merged), [base, pulls[0]?.head]);
      const squashed = await forge.merge(second ?? 0, 'squash', ada);
      const [before] = await parents(squashed);
      assert.equal(before, merged);
      assert.equal(await content(squashed, 'y.js'), 'y again');
      const rebased = await forge.merge(third ?? 0, 'rebase', ada);
      assert.equal((await forge.repo.git.between(squashed, rebased)).length, 3);
      assert.equal(await forge.repo.git.git(['rev-parse', 'main']), rebased);
      assert.deepEqual(
        pulls.map(pull => [pull.state, pull.merged?.how]),
        [
          ['closed', 'merge'],
          ['closed', 'squash'],
          ['closed', 'rebase'],
        ],
      );
    });

    it('gives each of several that are opened at once a number of its own', async () => {
      const branches = ['x', 'y', 'z'];
      for (const branch of branches) await forge.pushAs(ada, branch, { [branch]: 'new\n' });
      const pulls = await Promise.all(
        branches.map(branch => forge.openPullRequest(ada, { branch, title: branch })),
      );
      assert.deepEqual(pulls.map(({ number }) => number).sort(), [1, 2, 3]);
      const twice = () => forge.openPullRequest(ada, { branch: 'x', title: 'again' });
      await assert.rejects(twice(), { reason: 'exists' });
      await Promise.all(pulls.map(({ number }) => forge.merge(number, 'merge', ada)));
      for (const branch of branches) assert.equal(await content('main', branch), 'new');
    });

    it('does not merge what conflicts, is a draft, or was merged', async () => {
      await forge.pushAs(ada, 'topic', { 'a.js': 'topic\n' });
      await forge.pushAs(ada, 'main', { 'a.js': 'main\n' });
      const { number } = await forge.openPullRequest(ada, { branch: 'topic', title: 'Topic' });
      await assert.rejects(forge.merge(number, 'merge', ada), { reason: 'not-mergeable' });
      await assert.rejects(forge.merge(number, 'rebase', ada), { reason: 'not-mergeable' });
      await forge.pushAs(ada, 'other', { 'b.js': 'two\n' });
      const draft = await forge.openPullRequest(ada, { branch: 'other', title: 'Other', draft: true });
      await assert.rejects(forge.merge(draft.number, 'merge', ada), { reason: 'not-mergeable' });
    });

    it('knows a pull request as merged whose commits are pushed to its base, and follows its branch', async () => {
      const to = remote(ada, ada.token);
      await push(to);
      const pull = await forge.openPullRequest(ada, { branch: 'topic', title: 'Two' });
      await writeFile(join(work(), 'b.js'), 'two\n');
      await git(work(), 'commit', '-q', '-a', '-m', 'again');
      const tip = await git(work(), 'rev-parse', 'HEAD');
      await push(to);
      assert.deepEqual([pull.state, pull.head], ['open', tip]);
      await push(to, 'main');
      assert.deepEqual([pull.state, pull.merged?.commit], ['closed', tip]);
    });

    it('tells of every request before and after it is done, and can break either', async () => {
      const phases: string[] = [];
      forge.onRequest(({ number, kind: of }, phase) => void phases.push(`${number} ${of} ${phase}`));
      const first = forge.requests.length + 1;
      await git(work(), 'ls-remote', forge.cloneUrl);
      assert.deepEqual(phases.slice(0, 2), [`${first} git before`, `${first} git after`]);
      // Git asks again by itself where a connection was kept open.
      forge.fault(/^POST .*git-receive-pack$/, 'cut', 3);
      await assert.rejects(push(remote(ada, ada.token)));
      assert.equal(await forge.repo.git.commitOf('refs/heads/topic'), undefined);
      forge.clearFaults();
      forge.fault(/^POST .*git-receive-pack$/, 'cut-after', 3);
      await assert.rejects(push(remote(ada, ada.token)));
      assert.equal(await forge.repo.git.commitOf('refs/heads/topic'), await git(work(), 'rev-parse', 'HEAD'));
    });
  });
}
