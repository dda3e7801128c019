import assert from 'node:assert/strict';
import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import type { Forge as ForgeClient } from '../../agent/src/forge/forge.ts';
import { openGitea } from '../../agent/src/forge/gitea/gitea.ts';
import { Forge } from '../forge/forge.ts';
import type { Account } from '../forge/model.ts';

describe('a repository on Gitea', () => {
  let forge: Forge;
  let ada: Account;
  let bob: Account;
  let client: ForgeClient;

  const as = (account: Account): Promise<ForgeClient> =>
    openGitea({
      api: forge.api,
      token: account.token,
      tokenFrom: 'a test',
      place: { forge: 'gitea', host: forge.host, repository: forge.path },
    });

  beforeEach(async () => {
    forge = await Forge.start({ kind: 'gitea', files: { 'a.js': 'one\ntwo\nthree\n' } });
    ada = forge.user('ada', { rights: 'admin' });
    bob = forge.user('bob', { rights: 'write' });
    client = await as(ada);
  });
  afterEach(() => forge[Symbol.asyncDispose]());

  const open = async (branch = 'errata/a-1', draft = false) => {
    const head = await forge.pushAs(ada, branch, { 'a.js': 'one\n2\nthree\n' }, { message: 'fix: two\n' });
    const pull = await client.open({ title: 'fix: two', body: 'Why.', base: 'main', draft, branch });
    assert.ok(pull.number !== undefined);
    return { head, pull, number: pull.number };
  };

  it('tells what this account may do there', async () => {
    assert.deepEqual(await client.repository(), {
      account: 'ada',
      defaultBranch: 'main',
      mayPush: true,
      mayFork: true,
      mergeStyles: ['merge', 'squash', 'rebase'],
    });
    forge.allow({ styles: ['rebase'] });
    assert.deepEqual((await client.repository()).mergeStyles, ['rebase']);
    const eve = await as(forge.user('eve'));
    assert.equal((await eve.repository()).mayPush, false);
  });

  it('knows who may push', async () => {
    forge.user('eve', { rights: 'read' });
    const logins = ['bob', 'eve', 'nobody', '..', '../../users/bob', ''];
    const may = await Promise.all(logins.map(login => client.mayPush(login)));
    assert.deepEqual(may, [true, false, false, false, false, false]);
    const theirs = await as(bob);
    assert.equal(await theirs.mayPush('bob'), true);
    await assert.rejects(theirs.mayPush('ada'), { reason: 'forbidden', message: /administrators/ });
  });

  it('opens a pull request, finds it again and changes it', async () => {
    const { head, pull, number } = await open('errata/a-1', true);
    assert.deepEqual([pull.title, pull.draft, pull.state, pull.head], ['fix: two', true, 'open', head]);
    assert.equal(forge.pullRequest(number).title, 'WIP: fix: two');
    assert.equal((await client.find({ branch: 'errata/a-1', base: 'main' }))?.number, number);
    assert.equal(await client.find({ branch: 'errata/b-1', base: 'main' }), undefined);
    assert.equal(await client.find({ branch: 'errata/a-1', owner: 'bob', base: 'main' }), undefined);
    assert.equal((await client.read(number)).blocked, 'It is a draft.');
    const changed = await client.update(number, { title: 'fix: more', draft: false });
    assert.deepEqual([changed.title, changed.draft, changed.blocked], ['fix: more', false, undefined]);
    await client.label(number, ['errata', 'bug']);
    await client.label(number, ['more']);
    const labels = forge.pullRequest(number).labels.map(({ name }) => name);
    assert.deepEqual(labels.sort(), ['bug', 'errata', 'more']);
  });

  it('says that there is one where a second one is wanted, and finds the one that is open', async () => {
    const { number } = await open();
    const wanted = { title: 'x', body: '', base: 'main', draft: false, branch: 'errata/a-1' };
    await assert.rejects(client.open(wanted), { reason: 'conflict', message: /already exists/ });
    assert.equal((await client.close(number)).state, 'closed');
    const second = await client.open(wanted);
    assert.equal((await client.find({ branch: 'errata/a-1', base: 'main' }))?.number, second.number);
    await client.deleteBranch('errata/a-1');
    await client.deleteBranch('errata/a-1');
    assert.equal(await forge.repo.git.commitOf('refs/heads/errata/a-1'), undefined);
  });

  it('reads checks and reviews, and what failed with its log', async () => {
    const { head, number } = await open();
    forge.setCheck(head, 'unit', 'failed', `${'x'.repeat(70_000)}\n\u001b[31mTypeError\u001b[0m\n`);
    forge.setCheck(head, 'lint', 'passed');
    forge.setCheck(head, 'deploy/preview', 'failed', 'No room', 'status');
    forge.review(number, bob, 'changes-requested', 'Not like this.');
    const seen = await client.read(number);
    assert.equal(seen.review, 'changes-requested');
    const checks = seen.checks?.map(({ name, state }) => `${name} ${state}`).sort();
    assert.deepEqual(checks, ['deploy/preview failed', 'lint passed', 'unit failed']);
    const logs = new Map((await client.failedChecks(head)).map(({ name, log }) => [name, log]));
    assert.deepEqual([...logs.keys()].sort(), ['deploy/preview', 'unit']);
    assert.match(logs.get('unit') ?? '', /^TypeError$|\nTypeError$/);
    assert.equal(logs.get('deploy/preview'), 'No room');
    forge.review(number, bob, 'approved');
    assert.equal((await client.read(number)).review, 'approved');
  });

  it('reads what was written, and answers', async () => {
    const { head, number } = await open();
    forge.comment(number, bob, 'First');
    forge.commentOnLine(number, bob, { path: 'a.js', from: 2, to: 2 }, 'Second');
    forge.review(number, bob, 'changes-requested', 'Third');
    const [first, second, third, ...more] = await client.comments(number);
    assert.deepEqual(more, []);
    assert.deepEqual([first?.body, first?.author, first?.byBot], ['First', 'bob', false]);
    assert.match(first?.id ?? '', /^comment-\d+$/);
    assert.match(second?.id ?? '', /^line-\d+$/);
    assert.deepEqual(second?.lines, { path: 'a.js', from: 2, to: 2, commit: head });
    assert.match(third?.id ?? '', /^review-\d+$/);
    assert.deepEqual([third?.body, third?.asksForChanges], ['Third', true]);
    await client.comment(number, 'Done', second?.id);
    const bodies = (await client.comments(number)).map(({ body }) => body);
    assert.deepEqual(bodies, ['First', 'Second', 'Third', 'Done']);
  });

  it('reads all pages', async () => {
    const { number } = await open();
    for (let at = 1; at <= 205; at++) forge.comment(number, bob, `${at}`);
    const bodies = (await client.comments(number)).map(({ body }) => body);
    assert.deepEqual([bodies.length, bodies[0], bodies[204]], [205, '1', '205']);
  });

  for (const how of ['merge', 'squash', 'rebase'] satisfies MergeStyle[]) {
    it(`merges at the commit that was seen (${how}), and sees how others did`, async () => {
      const { head, number } = await open();
      await forge.pushAs(bob, 'main', { 'b.js': 'more\n' });
      await assert.rejects(client.merge(number, how, '0'.repeat(40)), { reason: 'conflict' });
      const merged = await client.merge(number, how, head);
      assert.deepEqual([merged.state, merged.merge?.how, merged.merge?.by], ['merged', how, 'ada']);
      assert.equal(await forge.repo.git.commitOf('refs/heads/main'), merged.merge?.commit);
      await forge.pushAs(ada, 'errata/b-1', { 'c.js': 'c\n' });
      const other = await client.open({
        title: 'c',
        body: '',
        base: 'main',
        draft: false,
        branch: 'errata/b-1',
      });
      const commit = await forge.merge(other.number ?? 0, how, bob);
      const { merge } = await client.read(other.number ?? 0);
      assert.deepEqual([merge?.commit, merge?.how, merge?.by], [commit, how, 'bob']);
    });
  }

  it('refuses what the repository does not do', async () => {
    forge.allow({ styles: ['squash'] });
    const { head, number } = await open();
    await assert.rejects(client.merge(number, 'merge', head), { reason: 'invalid' });
  });

  it('does not merge what conflicts, nor for who may not', async () => {
    const { head, number } = await open();
    const eve = await as(forge.user('eve', { rights: 'read' }));
    await assert.rejects(eve.merge(number, 'merge', head), { reason: 'forbidden' });
    await forge.pushAs(bob, 'main', { 'a.js': 'one\nzwei\nthree\n' });
    assert.match((await client.read(number)).blocked ?? '', /conflicts/);
    await assert.rejects(client.merge(number, 'merge', head), { reason: 'conflict' });
  });

  it('asks those who can be asked to review, and tells of the others', async () => {
    const { number } = await open();
    forge.user('carol', { rights: 'write', email: 'carol@acme.example' });
    const people = ['@bob', '@ada', '@acme/team', '@nobody', 'carol@acme.example', 'no@acme.example'];
    const left = await client.requestReviewers(number, people);
    assert.deepEqual(left, ['@ada', '@acme/team', '@nobody', 'no@acme.example']);
    assert.deepEqual(await client.requestReviewers(number, ['@bob']), []);
    const asked = forge.pullRequest(number).reviewers.map(({ login }) => login);
    assert.deepEqual(asked.sort(), ['bob', 'carol']);
  });

  it('forks where it may not push, once, and opens from there', async () => {
    const eve = forge.user('eve');
    const theirs = await as(eve);
    const fork = await theirs.fork();
    assert.deepEqual(await theirs.fork(), fork);
    assert.deepEqual(fork, { owner: 'eve', cloneUrl: `${forge.origin}/eve/shop.git` });
    const head = await forge.pushAs(eve, 'errata/e-1', { 'e.js': 'e\n' }, { to: await forge.fork(eve) });
    const from = { branch: 'errata/e-1', owner: 'eve', base: 'main' };
    const pull = await theirs.open({ title: 'e', body: '', draft: false, ...from });
    assert.deepEqual([pull.head, pull.repository], [head, 'acme/shop']);
    assert.equal((await client.find(from))?.number, pull.number);
    assert.equal(await client.find({ ...from, owner: undefined }), undefined);
  });
});
