import assert from 'node:assert/strict';
import { type FollowedPullRequest, followedPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { until } from '../editor/poll.ts';
import { FollowRoom } from './follow-room.ts';
import { LanguageClient } from './language-client.ts';

describe('a pull request in an editor', function () {
  this.timeout(60_000);
  let room: FollowRoom;
  let editor: LanguageClient;
  let secret: string;
  const changed: FollowedPullRequest[] = [];

  before(async () => {
    room = await FollowRoom.open('github');
    secret = room.forge.user('ada').token;
    const { url: logCenter, token } = room.errata.ready;
    const forges = { [room.forge.host]: room.forge.kind };
    const options = { logCenter, token, forges, credentialHosts: [room.forge.host] };
    editor = await LanguageClient.start(room.folder, options, [room.repository.root]);
    editor.onCredential(() => ({ username: 'ada', password: secret }));
    editor.onPullRequest(params => changed.push(followedPullRequestSchema.parse(params)));
    await editor.connection();
    await until(
      'a repository',
      async () => (await editor.ask('errata/status', {})).repositories.length === 1,
    );
  });
  after(async () => {
    await editor[Symbol.asyncDispose]();
    await room[Symbol.asyncDispose]();
  });

  it('is listed with its issue, and among those that may still change', async () => {
    const { pullRequests } = await editor.ask('errata/pullRequests', { issue: room.issue });
    assert.deepEqual(
      pullRequests.map(({ id }) => id),
      [room.pullRequest.id],
    );
    assert.equal((await editor.ask('errata/pullRequests', {})).pullRequests.length, 1);
  });

  it('is looked at when that is asked for, and its change is told', async () => {
    const bob = room.forge.user('bob', { rights: 'write' });
    room.forge.review(1, bob, 'approved');
    const seen = await editor.ask('errata/refreshPullRequest', { pullRequest: room.pullRequest.id });
    assert.deepEqual(seen.reviews, [{ by: 'bob', state: 'approved' }]);
    await until('the news of it', async () => changed.some(({ reviews = [] }) => reviews.length === 1));
  });

  it('is checked out, and merged as it was seen', async () => {
    const pullRequest = room.pullRequest.id;
    const { branch } = await editor.ask('errata/checkoutPullRequest', { pullRequest });
    assert.equal(branch, 'errata/fix');
    assert.equal(room.git('branch', '--show-current'), branch);
    const stale = { pullRequest, head: 'a'.repeat(40), how: 'squash' as const };
    await assert.rejects(editor.ask('errata/mergePullRequest', stale), { data: { reason: 'head-moved' } });
    const { head } = room.pullRequest;
    const merged = await editor.ask('errata/mergePullRequest', { pullRequest, head, how: 'squash' });
    assert.deepEqual([merged.state, merged.merge?.how], ['merged', 'squash']);
    assert.equal(await room.status(), 'MERGED');
    const closing = editor.ask('errata/closePullRequest', { pullRequest, reason: 'no' });
    await assert.rejects(closing, { data: { reason: 'not-open' } });
    await until('the news of it', async () => changed.some(({ state }) => state === 'merged'));
  });

  it('tells nobody the token', async () => {
    assert.equal(editor.said.includes(secret), false);
    const { markdown } = await editor.ask('errata/report', { issue: room.issue });
    assert.match(markdown, /Merged as [0-9a-f]{12} \(squash\)/);
    assert.equal(markdown.includes(secret), false);
  });
});
