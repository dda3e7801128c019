import assert from 'node:assert/strict';
import { RoundWorker } from '../../agent/src/workflow/rounds/round-worker.ts';
import { until } from '../editor/poll.ts';
import { FollowRoom } from './follow-room.ts';

/** Where an agent dies in a round: while it does this for the forge, before or after that has its effect. */
const points = [
  ['pushing', /^POST \/acme\/shop\.git\/git-receive-pack/, 'before'],
  ['pushing', /^POST \/acme\/shop\.git\/git-receive-pack/, 'after'],
  ['answering', /^POST \/api\/v3\/repos\/acme\/shop\/pulls\/1\/comments\/\d+\/replies/, 'before'],
  ['answering', /^POST \/api\/v3\/repos\/acme\/shop\/pulls\/1\/comments\/\d+\/replies/, 'after'],
] as const;

describe('an agent that dies in a round', function () {
  this.timeout(60_000);
  let room: FollowRoom;
  let agents = 0;
  beforeEach(async () => {
    room = await FollowRoom.open('github', { leaseSeconds: 4 });
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const commits = () => room.git('--git-dir', room.forge.folder, 'rev-list', '--count', 'main..errata/fix');

  for (const [doing, request, phase] of points)
    it(`${phase} ${doing} has its round ended by the next one, with one commit and one answer`, async () => {
      const bob = room.forge.user('bob', { rights: 'write' });
      const body = '```suggestion\n  for (let i = 0; i < items.length; i += 1) {\n```';
      room.forge.commentOnLine(1, bob, { path: 'src/total.js', from: 3, to: 3 }, body);
      const dying = new AbortController();
      room.forge.onRequest(async ({ method, path }, at) => {
        if (at === phase && request.test(`${method} ${path}`)) dying.abort();
      });
      await work(dying.signal);
      room.forge.onRequest(undefined);
      assert.ok(dying.signal.aborted);
      const { rounds } = await room.client.follow.pullRequest(room.pullRequest.id);
      assert.deepEqual(
        rounds.map(({ state }) => state),
        ['working'],
      );
      await until('the round to be free', async () => {
        await work(new AbortController().signal);
        const now = await room.client.follow.pullRequest(room.pullRequest.id);
        return now.rounds.every(({ state }) => state === 'done');
      });
      assert.equal(commits(), '2');
      assert.equal(room.said().length, 1);
      assert.equal((await room.client.follow.pullRequest(room.pullRequest.id)).pullRequest.commits.length, 2);
    });

  /** Takes the round like an agent that ends when the signal says so. */
  async function work(signal: AbortSignal): Promise<void> {
    await using follower = room.follower();
    await follower.once();
    const worker = new RoundWorker({
      ...{ places: room.places, holder: `ada, test (pid ${++agents})`, settings: {} },
      client: () => room.client,
      connect: async () => room.client,
      report: () => undefined,
    });
    for (const round of await room.client.follow.rounds({})) {
      const { pullRequest } = await room.client.follow.pullRequest(round.pullRequest);
      await worker.work(round, pullRequest, signal);
    }
  }
});
