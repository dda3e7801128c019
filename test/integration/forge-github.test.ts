import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { ForgeRoom } from './forge-room.ts';

describe('a repository on GitHub', () => {
  let room: ForgeRoom;
  let forge: ForgeRoom['forge'];
  let ada: ForgeRoom['ada'];
  let bob: ForgeRoom['bob'];
  let client: ForgeRoom['client'];

  beforeEach(async () => {
    room = await ForgeRoom.open('github');
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
    forge.allow({ styles: ['squash'], forks: false });
    const { mergeStyles, mayFork } = await client.repository();
    assert.deepEqual({ mergeStyles, mayFork }, { mergeStyles: ['squash'], mayFork: false });
    const eve = await room.as(forge.user('eve'));
    assert.equal((await eve.repository()).mayPush, false);
  });

  it('opens a pull request, finds it again and changes it', async () => {
    const { head, pull, number } = await room.pullRequest();
    assert.deepEqual(
      { ...pull, url: undefined, updatedAt: undefined },
      {
        ...{ forge: 'github', host: forge.host, repository: 'acme/shop', number, url: undefined },
        ...{ title: 'fix: two', state: 'open', draft: false, branch: 'errata/a-1', head, base: 'main' },
        updatedAt: undefined,
      },
    );
    assert.equal((await client.find({ branch: 'errata/a-1', base: 'main' }))?.number, number);
    assert.equal(await client.find({ branch: 'errata/b-1', base: 'main' }), undefined);
    assert.equal(await client.find({ branch: 'errata/a-1', owner: 'bob', base: 'main' }), undefined);
    const changed = await client.update(number, { title: 'fix: more', draft: true });
    assert.deepEqual([changed.title, changed.draft], ['fix: more', true]);
    assert.equal((await client.read(number)).blocked, 'It is a draft.');
    assert.equal((await client.update(number, { draft: false })).draft, false);
    await client.label(number, ['errata', 'bug']);
    const labels = forge.pullRequest(number).labels.map(({ name }) => name);
    assert.deepEqual(labels.sort(), ['bug', 'errata']);
  });

  it('reads what was written, and answers in the thread', async () => {
    const { head, number } = await room.pullRequest();
    forge.comment(number, bob, 'First');
    forge.commentOnLine(number, bob, { path: 'a.js', from: 2, to: 3 }, 'Second');
    forge.review(number, bob, 'changes-requested', 'Third');
    const all = await client.comments(number);
    assert.equal(all.length, 3);
    // They may have been written in the same second.
    const [first, second, third] = ['First', 'Second', 'Third'].map(text =>
      all.find(({ body }) => body === text),
    );
    assert.deepEqual([first?.body, first?.author, first?.byBot], ['First', 'bob', false]);
    assert.match(first?.id ?? '', /^comment-\d+$/);
    assert.match(second?.id ?? '', /^line-\d+$/);
    assert.deepEqual(second?.lines, { path: 'a.js', from: 2, to: 3, commit: head });
    assert.match(third?.id ?? '', /^review-\d+$/);
    assert.equal(third?.asksForChanges, true);
    const answer = await client.comment(number, 'Done', second?.id);
    assert.match(answer.id, /^line-\d+$/);
    // A thread has one first comment, which all answers go to.
    assert.match((await client.comment(number, 'Really', answer.id)).id, /^line-\d+$/);
    assert.match((await client.comment(number, 'Bye', third?.id)).id, /^comment-\d+$/);
    assert.deepEqual((await client.comments(number)).map(({ body }) => body).sort(), [
      'Bye',
      'Done',
      'First',
      'Really',
      'Second',
      'Third',
    ]);
  });

  for (const how of ['merge', 'squash', 'rebase'] satisfies MergeStyle[]) {
    it(`merges at the commit that was seen (${how}), and sees how others did`, async () => {
      const { head, number } = await room.pullRequest();
      await assert.rejects(client.merge(number, how, '0'.repeat(40)), { reason: 'conflict' });
      const merged = await client.merge(number, how, head);
      assert.deepEqual([merged.state, merged.merge?.how, merged.merge?.by], ['merged', how, 'ada']);
      const other = await room.pullRequest('errata/b-1');
      const commit = await forge.merge(other.number, how, bob);
      const { merge } = await client.read(other.number);
      assert.deepEqual([merge?.commit, merge?.how, merge?.by], [commit, how, 'bob']);
    });
  }

  it('asks those who can be asked to review, and tells of the others', async () => {
    const { number } = await room.pullRequest();
    forge.user('eve');
    const people = [
      '@bob',
      'ada',
      '@eve',
      '@acme/nobody',
      '@other/team',
      'carol@example.org',
      '-x',
      '<a> b@c',
    ];
    forge.user('carol', { rights: 'write' });
    const left = await client.requestReviewers(number, people);
    assert.deepEqual(left.sort(), ['-x', '<a> b@c', '@acme/nobody', '@eve', '@other/team', 'ada']);
    const asked = forge.pullRequest(number).reviewers.map(({ login }) => login);
    assert.deepEqual(asked.sort(), ['bob', 'carol']);
    assert.deepEqual(await client.requestReviewers(number, ['@bob']), []);
  });

  it('waits out a limit that ends soon, and asks again what only reads', async () => {
    const { number } = await room.pullRequest();
    for (const trouble of ['rate-limit', 'secondary-limit', 'unavailable', 'cut'] as const) {
      forge.fault(`GET /api/v3/repos/acme/shop/pulls/${number}`, trouble);
      assert.equal((await client.read(number)).state, 'open');
    }
  });

  it('does nothing twice that may have had an effect', async () => {
    const { number } = await room.pullRequest();
    for (const trouble of ['unavailable', 'cut-after'] as const) {
      forge.fault('POST /api/v3/repos/acme/shop/issues', trouble);
      await assert.rejects(client.comment(number, trouble), { name: 'ForgeError' });
    }
    const bodies = (await client.comments(number)).map(({ body }) => body);
    assert.deepEqual(bodies, ['cut-after']);
  });

  it('says what a person can do where it is refused, and never the token', async () => {
    const { number } = await room.pullRequest();
    const cases = [
      ['bad-token', 'token-refused', /refused the token from a test/],
      ['missing-scope', 'forbidden', /one of the scopes/],
      ['forbidden', 'forbidden', /does not let this account/],
      ['not-found', 'not-found', /does not show it to this account/],
      ['conflict', 'conflict', /as things are now/],
      ['invalid', 'invalid', /did not accept/],
      ['rate-limit', 'rate-limited', /asked too often/],
      ['secondary-limit', 'rate-limited', /asked too often/],
      ['failed', 'forge-failed', /try again later/],
      ['cut', 'unreachable', /cannot be reached/],
    ] as const;
    for (const [trouble, reason, message] of cases) {
      forge.fault('POST /api/v3/repos/acme/shop/issues', trouble);
      await assert.rejects(client.comment(number, 'x'), error => {
        assert.ok(error instanceof Error && 'reason' in error);
        assert.equal(error.reason, reason, trouble);
        assert.match(error.message, message);
        assert.ok(!inspect(error, { depth: 10 }).includes(ada.token), trouble);
        return true;
      });
    }
    const looking = await room.as(forge.user('eve', { rights: 'write', readOnly: true }));
    await assert.rejects(looking.comment(number, 'x'), { name: 'ForgeError', reason: /forbidden|not-found/ });
  });

  it('stops when it is told to', async () => {
    const { number } = await room.pullRequest();
    forge.fault('GET /api/v3/repos/acme/shop/pulls', 'hang');
    const stop = new AbortController();
    const reading = client.read(number, stop.signal);
    stop.abort();
    await assert.rejects(reading, { name: 'ForgeError', reason: 'cancelled' });
  });
});
