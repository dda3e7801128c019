import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openForge } from '../../agent/src/forge/open-forge.ts';
import { Repository } from '../../agent/src/git/repository.ts';
import { type Publishing, publish } from '../../agent/src/publish/publish.ts';
import { pullRequestForm } from '../../agent/src/publish/pull-request-form.ts';
import { toldFix } from '../../agent/src/publish/scratch-fix.ts';
import { scratchOutside } from '../../agent/src/publish/scratch-outside.ts';
import { Forge } from '../forge/forge.ts';
import type { Account, Kind } from '../forge/model.ts';

for (const kind of ['github', 'gitlab', 'gitea'] as const satisfies Kind[])
  describe(`publishing on ${kind}`, () => {
    let folder: string;
    let forge: Forge;
    let ada: Account;
    let checkout: string;
    let outside: ReturnType<typeof scratchOutside>;
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
    const what = (change: Partial<Publishing['request']> = {}): Publishing => ({
      run: 'r-1',
      branch: 'errata/shop-1',
      base: git(checkout, 'rev-parse', 'HEAD'),
      changes: [{ path: 'a.js', before: 'one\n', after: 'two\n' }],
      message: 'fix: two\n',
      date: '2026-03-01T10:00:00.000Z',
      request: { title: 'fix: two', body: 'It was one.', base: 'main', labels: ['errata'], ...change },
    });
    const run = async (change?: Partial<Publishing['request']>) =>
      publish(await Repository.open(checkout), what(change), outside);
    const branches = () =>
      git(forge.folder, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/errata/');

    async function cloneAs(account: Account): Promise<void> {
      checkout = await mkdtemp(join(folder, account.login));
      const helper = `!f() { echo username=${account.login}; echo password=${account.token}; }; f`;
      // The forge answers from this process.
      await promisify(execFile)('git', [
        '-c',
        `credential.helper=${helper}`,
        'clone',
        '-q',
        forge.cloneUrl,
        checkout,
      ]);
      git(checkout, 'config', 'credential.helper', helper);
      git(checkout, 'config', 'user.name', account.name);
      git(checkout, 'config', 'user.email', account.email);
      const repository = await Repository.open(checkout);
      outside = scratchOutside({
        forge: (remote, signal) => openForge(repository, remote, { forges: { [forge.host]: kind } }, signal),
      });
    }

    /** As where no one has signed in to git, and a variable holds a token. */
    async function withTokenAlone(token: string, work: () => Promise<unknown>): Promise<void> {
      git(checkout, 'config', 'credential.helper', '');
      const variables = {
        github: { GH_HOST: forge.host, GH_ENTERPRISE_TOKEN: token },
        gitlab: { GITLAB_HOST: forge.host, GITLAB_TOKEN: token },
        gitea: { GITEA_SERVER_URL: forge.origin, GITEA_TOKEN: token },
      }[kind];
      const kept = { ...process.env };
      Object.assign(process.env, variables);
      try {
        await work();
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
        Object.assign(process.env, kept);
      }
    }

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'errata-publish-forge-'));
      forge = await Forge.start({ kind, files: { 'a.js': 'one\n' } });
      ada = forge.user('ada', { rights: 'write' });
      await cloneAs(ada);
    });
    afterEach(async () => {
      await forge[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    it('opens a pull request with its text, labels and reviewers, and has it followed', async () => {
      forge.user('bob', { rights: 'write' });
      const published = await run({ reviewers: ['@bob', 'Eve <eve@nowhere.example>'] });
      const [pull, ...more] = forge.pullRequests();
      assert.equal(more.length, 0);
      assert.equal(pull?.title, 'fix: two');
      assert.match(pull.body, /^It was one\.\n\n<!-- errata:r-1\/pull-request -->\n?$/);
      assert.deepEqual([pull.from.branch, pull.base, pull.head], ['errata/shop-1', 'main', published.commit]);
      assert.deepEqual(
        pull.labels.map(({ name }) => name),
        ['errata'],
      );
      assert.deepEqual(
        pull.reviewers.map(({ login }) => login),
        ['bob'],
      );
      assert.deepEqual(published.pullRequest, { id: 'PR-1', number: pull.number });
      assert.match(String(published.notes), /eve@nowhere\.example could not be asked/);
      assert.match(String(published.url), new RegExp(`^${forge.origin}/acme/shop/.*${pull.number}$`));
      const [seen] = outside.followed;
      assert.deepEqual([seen?.forge, seen?.number, seen?.head], [kind, pull.number, published.commit]);
    });

    it('does it again without a second effect, and takes over what another attempt left', async () => {
      const first = await run();
      const asked = forge.requests.length;
      assert.deepEqual(await run(), first);
      const again = forge.requests.slice(asked);
      assert.deepEqual(
        again.filter(({ method, kind }) => kind === 'api' && method !== 'GET'),
        [],
      );
      // As if nothing were on record.
      await cloneAs(ada);
      assert.equal((await run()).pullRequest?.number, first.pullRequest?.number);
      assert.equal(forge.pullRequests().length, 1);
      assert.equal(branches(), 'errata/shop-1');
    });

    it('opens a draft', async () => {
      await run({ draft: true });
      assert.equal(forge.pullRequests()[0]?.draft, true);
    });

    it('goes through a fork where the account may not push', async () => {
      const eve = forge.user('eve');
      await cloneAs(eve);
      const published = await run();
      const [pull] = forge.pullRequests();
      assert.equal(pull?.from.repo.owner.login, 'eve');
      assert.equal(git(pull.from.repo.git.folder, 'rev-parse', 'errata/shop-1'), published.commit);
      assert.equal(branches(), '');
      assert.equal((await run()).pullRequest?.number, pull.number);
      assert.equal(forge.pullRequests().length, 1);
    });

    it('pushes with the token that it has for the forge, where git has nothing', async () => {
      const eve = forge.user('eve');
      await cloneAs(eve);
      await withTokenAlone(eve.token, () => run());
      assert.equal(forge.pullRequests()[0]?.from.repo.owner.login, 'eve');
    });

    it('reads a private repository with that token, too', async () => {
      await forge[Symbol.asyncDispose]();
      forge = await Forge.start({ kind, files: { 'a.js': 'one\n' }, isPrivate: true });
      ada = forge.user('ada', { rights: 'write' });
      await cloneAs(ada);
      await withTokenAlone(ada.token, () => run());
      assert.equal(forge.pullRequests()[0]?.from.branch, 'errata/shop-1');
    });

    it('pushes what stayed here without a remote when there is one', async () => {
      git(checkout, 'remote', 'remove', 'origin');
      assert.deepEqual([(await run({ base: undefined })).remote, branches()], ['', '']);
      git(checkout, 'remote', 'add', 'origin', forge.cloneUrl);
      assert.equal((await run()).pullRequest?.number, forge.pullRequests()[0]?.number);
      assert.equal(branches(), 'errata/shop-1');
    });

    it('says of a token that is refused whence it came, where git is not let in either', async () => {
      const refused = { reason: 'not-signed-in', message: /_TOKEN.*kept with the run/ };
      await withTokenAlone('wrong', () => assert.rejects(run(), refused));
    });

    it('says that it may neither push nor fork, and does nothing', async () => {
      forge.allow({ forks: false });
      await cloneAs(forge.user('eve'));
      await assert.rejects(run(), { reason: 'no-right' });
      assert.deepEqual([forge.pullRequests().length, outside.followed.length], [0, 0]);
    });

    it('pushes the branch where the token may not open a pull request, says so, and opens it another time', async () => {
      forge.fault(/^POST \S*\/(?:pulls|merge_requests)(?:$|\?)/, 'missing-scope');
      const first = await run();
      assert.equal(branches(), 'errata/shop-1');
      assert.equal(first.pullRequest?.number, undefined);
      assert.match(String(first.notes), /No pull request was opened: /);
      assert.equal(outside.followed[0]?.forge, 'git');
      const second = await run();
      assert.deepEqual(
        [second.pullRequest?.number, second.notes],
        [forge.pullRequests()[0]?.number, undefined],
      );
    });

    it('pushes the branch when the token is refused', async () => {
      forge.fault('/api/', 'bad-token', 50);
      assert.match(String((await run()).notes), /No pull request was opened: /);
      assert.equal(branches(), 'errata/shop-1');
    });

    for (const trouble of ['rate-limit', 'failed', 'cut', 'cut-after', 'unavailable'] as const)
      it(`keeps the fix and can be tried again: ${trouble}`, async function () {
        this.timeout(60_000);
        forge.fault(/^POST \S*\/(?:pulls|merge_requests)(?:$|\?)/, trouble, 50);
        await run().then(
          // What arrived was found although its answer got lost.
          ({ pullRequest }) => assert.deepEqual([trouble, pullRequest?.number], ['cut-after', 1]),
          error => {
            assert.equal(error.reason, 'request-failed', error);
            assert.match(error.message, /The branch errata\/shop-1 is pushed.*Push again/);
          },
        );
        forge.clearFaults();
        await run();
        assert.deepEqual([forge.pullRequests().length, branches()], [1, 'errata/shop-1']);
      });

    for (const trouble of ['cut', 'cut-after'] as const)
      it(`finds out what arrived when the connection breaks while it pushes: ${trouble}`, async () => {
        // Git itself may send it again, once.
        forge.fault(/^POST \S*\/git-receive-pack$/, trouble, 2);
        await run().catch(error => {
          assert.equal(error.reason, 'unreachable', error);
          assert.match(error.message, /nothing is made twice/);
          forge.clearFaults();
          return run();
        });
        forge.clearFaults();
        assert.deepEqual([forge.pullRequests().length, branches()], [1, 'errata/shop-1']);
      });

    it('makes one branch when git sends it twice', async () => {
      forge.fault(/^POST \S*\/git-receive-pack$/, 'cut-after');
      await run().catch(() => run());
      assert.deepEqual([forge.pullRequests().length, branches()], [1, 'errata/shop-1']);
    });

    it('pushes the branch when only the API is away', async () => {
      forge.fault('/api/', 'cut', 100);
      assert.match(String((await run()).notes), /No pull request was opened: /);
      assert.equal(branches(), 'errata/shop-1');
    });

    it('tells what a hook of the forge says, and keeps the fix', async () => {
      await forge.refusePushes('Commits need a ticket.');
      await assert.rejects(run(), {
        reason: 'remote-rejected',
        message: /Commits need a ticket\..*kept with the run/,
      });
      await forge.refusePushes();
      await run();
      assert.equal(forge.pullRequests().length, 1);
    });

    it('has a form in which nothing is limited, and that tells of a fork', async () => {
      const form = async () => {
        const repository = await Repository.open(checkout);
        return pullRequestForm(repository, toldFix({}), await repository.head(), outside);
      };
      const { limited, notes, bases, filled } = await form();
      assert.deepEqual([limited, notes, bases, filled.base], [undefined, undefined, ['main'], 'main']);
      assert.deepEqual(filled.reviewers, ['@shop/cart']);
      await cloneAs(forge.user('eve'));
      const another = await form();
      assert.equal(another.limited, undefined);
      assert.match(String(another.notes), /^eve may not push to acme\/shop: the branch goes into a fork/);
      forge.fault('/api/', 'rate-limit', 50);
      assert.match(String((await form()).limited), /\S/);
    });

    it('changes what it opened when another text is approved after all', async () => {
      await run();
      await run({ title: 'fix: two, not one', body: 'Better.' });
      const [pull, ...more] = forge.pullRequests();
      assert.deepEqual([pull?.title, more.length], ['fix: two, not one', 0]);
      assert.match(String(pull?.body), /^Better\./);
    });
  });
