import assert from 'node:assert/strict';
import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { ForgeRoom } from './forge-room.ts';

describe('a repository on Gitea', () => {
  let room: ForgeRoom;
  let forge: ForgeRoom['forge'];
  let ada: ForgeRoom['ada'];
  let bob: ForgeRoom['bob'];
  let client: ForgeRoom['client'];

  beforeEach(async () => {
    room = await ForgeRoom.open('gitea');
    ({ forge, ada, bob, client } = room);
  });
  afterEach(() => room[Symbol.asyncDispose]());

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
    const eve = await room.as(forge.user('eve'));
    assert.equal((await eve.repository()).mayPush, false);
  });

  it('does not tell who may push to who is no administrator', async () => {
    const theirs = await room.as(bob);
    assert.equal(await theirs.mayPush('bob'), true);
    await assert.rejects(theirs.mayPush('ada'), { reason: 'forbidden', message: /administrators/ });
  });

  it('opens a pull request, finds it again and changes it', async () => {
    const { head, pull, number } = await room.pullRequest('errata/a-1', true);
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

  it('reads what was written, and answers', async () => {
    const { head, number } = await room.pullRequest();
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

  for (const how of ['merge', 'squash', 'rebase'] satisfies MergeStyle[]) {
    it(`merges at the commit that was seen (${how}), and sees how others did`, async () => {
      const { head, number } = await room.pullRequest();
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
    const { head, number } = await room.pullRequest();
    await assert.rejects(client.merge(number, 'merge', head), { reason: 'invalid' });
  });

  it('does not merge what conflicts, nor for who may not', async () => {
    const { head, number } = await room.pullRequest();
    const eve = await room.as(forge.user('eve', { rights: 'read' }));
    await assert.rejects(eve.merge(number, 'merge', head), { reason: 'forbidden' });
    await forge.pushAs(bob, 'main', { 'a.js': 'one\nzwei\nthree\n' });
    assert.match((await client.read(number)).blocked ?? '', /conflicts/);
    await assert.rejects(client.merge(number, 'merge', head), { reason: 'conflict' });
  });

  it('asks those who can be asked to review, and tells of the others', async () => {
    const { number } = await room.pullRequest();
    forge.user('carol', { rights: 'write', email: 'carol@acme.example' });
    const people = ['@bob', '@ada', '@acme/team', '@nobody', 'carol@acme.example', 'no@acme.example'];
    const left = await client.requestReviewers(number, people);
    assert.deepEqual(left, ['@ada', '@acme/team', '@nobody', 'no@acme.example']);
    assert.deepEqual(await client.requestReviewers(number, ['@bob']), []);
    const asked = forge.pullRequest(number).reviewers.map(({ login }) => login);
    assert.deepEqual(asked.sort(), ['bob', 'carol']);
  });
});
