import assert from 'node:assert/strict';
import type { Round } from '@errata/protocol/round';
import { RoundWorker } from '../../agent/src/workflow/rounds/round-worker.ts';
import { FollowRoom, fixed } from './follow-room.ts';

function workerIn(room: FollowRoom, told?: (round: Round) => void): RoundWorker {
  return new RoundWorker({
    ...{ places: room.places, holder: 'ada, test (pid 1)', settings: {}, told },
    client: () => room.client,
    connect: async () => room.client,
    report: () => undefined,
  });
}

describe('another version of a pull request', function () {
  this.timeout(60_000);
  let room: FollowRoom;
  beforeEach(async () => {
    room = await FollowRoom.open('github');
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const rounds = () => room.client.follow.rounds({ pullRequest: room.pullRequest.id });

  async function work(): Promise<void> {
    const worker = workerIn(room);
    await using follower = room.follower({ work: worker.work.bind(worker) });
    await follower.once();
    assert.deepEqual(room.troubles, []);
  }
  const content = (file: string) => room.git('--git-dir', room.forge.folder, 'show', `errata/fix:${file}`);

  it('puts in the lines that somebody suggests, proves that, and pushes it as a commit', async () => {
    const bob = room.forge.user('bob', { rights: 'write' });
    const body = 'Shorter:\n```suggestion\n  for (let i = 0; i < items.length; i += 1) {\n```';
    room.forge.commentOnLine(1, bob, { path: 'src/total.js', from: 3, to: 3 }, body);
    await work();
    const [round] = await rounds();
    assert.equal(round?.state, 'done', round?.answer?.message);
    assert.equal(`${content('src/total.js')}\n`, fixed.replace('i++', 'i += 1'));
    const { pullRequest } = await room.client.follow.pullRequest(room.pullRequest.id);
    assert.equal(pullRequest.commits.length, 2);
    assert.equal(pullRequest.commits[1], round.answer?.commit);
    assert.equal(room.said().length, 1);
    assert.match(room.said()[0] ?? '', /^Pushed as [0-9a-f]{40}\./);
    await work();
    assert.equal(room.said().length, 1, 'our answer asks for nothing');
  });

  it('pushes nothing that the sandbox rejects, and says so', async () => {
    const bob = room.forge.user('bob', { rights: 'write' });
    const body = '```suggestion\n  for (let i = 0; i < items.length; i++ {\n```';
    room.forge.commentOnLine(1, bob, { path: 'src/total.js', from: 3, to: 3 }, body);
    await work();
    assert.equal(`${content('src/total.js')}\n`, fixed);
    assert.match(room.said()[0] ?? '', /does not hold/);
  });

  it('does nothing for who may not push, and does not answer', async () => {
    const mallory = room.forge.user('mallory');
    const body = '@errata\n```suggestion\n  process.exit();\n```';
    room.forge.commentOnLine(1, mallory, { path: 'src/total.js', from: 3, to: 3 }, body);
    await work();
    const [round] = await rounds();
    assert.equal(round?.state, 'refused');
    assert.deepEqual(room.said(), []);
    assert.equal(`${content('src/total.js')}\n`, fixed);
  });

  it('takes another fix where there are only words, each time another one', async () => {
    const bob = room.forge.user('bob', { rights: 'write' });
    room.forge.comment(1, bob, '@errata can this be simpler?');
    await work();
    const [round] = await rounds();
    assert.equal(round?.state, 'done', round?.answer?.message);
    assert.match(room.said()[0] ?? '', /^Pushed as [0-9a-f]{40}\. .*takes a model/);
    const second = content('src/total.js');
    assert.notEqual(`${second}\n`, fixed);
    room.forge.comment(1, bob, '@errata and another one?');
    await work();
    assert.match(room.said()[1] ?? '', /^Pushed as [0-9a-f]{40}\./);
    assert.equal([fixed, `${second}\n`].includes(`${content('src/total.js')}\n`), false);
  });

  it('does not touch what fails without the fix, too, and says so', async () => {
    const { head } = room.pullRequest;
    const before = room.git('rev-parse', 'origin/main');
    for (const commit of [before, head]) room.forge.setCheck(commit, 'lint', 'failed', 'bad\n');
    await work();
    const [round] = await rounds();
    assert.deepEqual([round?.kind, round?.state], ['checks', 'done']);
    assert.match(room.said()[0] ?? '', /`lint`\. The branch stays as it is\./);
    assert.equal(`${content('src/total.js')}\n`, fixed);
  });

  it('takes another fix where checks fail on it alone', async () => {
    room.forge.setCheck(room.pullRequest.head, 'test', 'failed', 'bad\n');
    await work();
    assert.match(room.said()[0] ?? '', /^Pushed as [0-9a-f]{40}\. Checks fail\. Another fix holds/);
    assert.notEqual(`${content('src/total.js')}\n`, fixed);
  });
});

describe('another version of a pull request on Gitea', function () {
  this.timeout(60_000);

  it('waits, and says why, until an account works on it that is told who may push', async () => {
    await using room = await FollowRoom.open('gitea');
    const [bob, ada] = [room.forge.user('bob', { rights: 'write' }), room.forge.user('ada')];
    room.forge.user('ada', { rights: 'write' });
    room.forge.comment(1, bob, '@errata can this be simpler?');
    const told: Round[] = [];
    const worker = workerIn(room, round => told.push(round));
    await using follower = room.follower({ work: worker.work.bind(worker) });
    await follower.once();
    await follower.once();
    const seen = async () => (await room.client.follow.pullRequest(room.pullRequest.id)).pullRequest;
    assert.match(
      (await seen()).waits ?? '',
      /^What bob asked for waits .* administrators, of which ada is none\.$/,
    );
    assert.deepEqual(
      told.map(({ state, answer }) => [state, answer?.message]),
      [['waiting', (await seen()).waits]],
    );
    assert.deepEqual(room.said(), []);

    room.forge.user(ada.login, { rights: 'admin' });
    await follower.look(room.pullRequest.id);
    await follower.once();
    assert.equal(told.at(-1)?.state, 'done', told.at(-1)?.answer?.message);
    assert.equal((await seen()).waits, undefined);
    assert.deepEqual(room.troubles, []);
  });
});
