import assert from 'node:assert/strict';
import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { ForgeRoom } from './forge-room.ts';

describe('a project on GitLab', () => {
  let room: ForgeRoom;
  let forge: ForgeRoom['forge'];
  let ada: ForgeRoom['ada'];
  let bob: ForgeRoom['bob'];
  let client: ForgeRoom['client'];

  beforeEach(async () => {
    room = await ForgeRoom.open('gitlab');
    ({ forge, ada, bob, client } = room);
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('tells what this account may do there', async () => {
    assert.deepEqual(await client.repository(), {
      account: 'ada',
      defaultBranch: 'main',
      mayPush: true,
      mayFork: true,
      mergeStyles: ['merge', 'squash'],
    });
    forge.allow({ styles: ['rebase'], forks: false });
    const { mergeStyles, mayFork } = await client.repository();
    assert.deepEqual({ mergeStyles, mayFork }, { mergeStyles: ['rebase'], mayFork: false });
    const eve = await room.as(forge.user('eve'));
    assert.equal((await eve.repository()).mayPush, false);
  });

  it('opens a merge request, finds it again and changes it', async () => {
    const { head, pull, number } = await room.pullRequest('errata/a-1', true);
    assert.deepEqual([pull.title, pull.draft, pull.state, pull.head], ['fix: two', true, 'open', head]);
    assert.equal(forge.pullRequest(number).title, 'Draft: fix: two');
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

  it('reads what was written, and answers in the discussion', async () => {
    const { head, number } = await room.pullRequest();
    forge.comment(number, bob, 'First');
    forge.commentOnLine(number, bob, { path: 'a.js', from: 2, to: 3 }, 'Second');
    forge.review(number, bob, 'approved', '');
    const [first, second, ...more] = await client.comments(number);
    assert.deepEqual(more, []);
    assert.deepEqual([first?.body, first?.author, first?.lines], ['First', 'bob', undefined]);
    assert.deepEqual(second?.lines, { path: 'a.js', from: 2, to: 3, commit: head });
    const answer = await client.comment(number, 'Done', second?.id);
    const [, line] = forge.pullRequest(number).talk.filter(({ kind }) => kind === 'line');
    assert.equal(answer.id, `comment-${line?.id}`);
    await client.comment(number, 'Bye');
    const bodies = (await client.comments(number)).map(({ body }) => body);
    assert.deepEqual(bodies, ['First', 'Second', 'Done', 'Bye']);
  });

  for (const how of ['merge', 'squash', 'rebase'] satisfies MergeStyle[]) {
    it(`merges at the commit that was seen (${how}), and sees how others did`, async () => {
      forge.allow({ styles: how === 'rebase' ? ['rebase', 'squash'] : ['merge', 'squash'] });
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

  it('makes one commit of all also where only a fast forward is made, and refuses what the project does not do', async () => {
    forge.allow({ styles: ['rebase', 'squash'] });
    const { head, number } = await room.pullRequest();
    await forge.pushAs(bob, 'main', { 'b.js': 'more\n' });
    await assert.rejects(client.merge(number, 'merge', head), { reason: 'invalid' });
    const { merge } = await client.merge(number, 'squash', head);
    assert.equal(merge?.how, 'squash');
    assert.equal(await forge.repo.git.commitOf('refs/heads/main'), merge?.commit);
  });

  it('does not merge what conflicts, nor for who may not', async () => {
    const { head, number } = await room.pullRequest();
    const eve = await room.as(forge.user('eve', { rights: 'read' }));
    await assert.rejects(eve.merge(number, 'merge', head), { reason: 'forbidden' });
    await forge.pushAs(bob, 'main', { 'a.js': 'one\nzwei\nthree\n' });
    assert.match((await client.read(number)).blocked ?? '', /conflicts/);
    await assert.rejects(client.merge(number, 'merge', head), { reason: /conflict|invalid/ });
  });

  it('asks those who can be asked to review, and tells of the others', async () => {
    const { number } = await room.pullRequest();
    forge.user('carol', { rights: 'write', email: 'carol@acme.example' });
    const people = ['@bob', '@ada', '@acme/web', '@nobody', 'carol@acme.example', 'no@acme.example'];
    const left = await client.requestReviewers(number, people);
    assert.deepEqual(left, ['@ada', '@acme/web', '@nobody', 'no@acme.example']);
    assert.deepEqual(await client.requestReviewers(number, ['@bob']), []);
    const asked = forge.pullRequest(number).reviewers.map(({ login }) => login);
    assert.deepEqual(asked.sort(), ['bob', 'carol']);
  });
});
