import assert from 'node:assert/strict';
import { FollowRoom } from '../integration/follow-room.ts';

/** The room's error as an SDK sends it. */
function event(release: string): Uint8Array {
  const frame = { filename: '/srv/app/src/total.js', function: 'total', lineno: 4, colno: 21, in_app: true };
  const exception = {
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'price')",
    stacktrace: { frames: [frame] },
  };
  const known = { platform: 'node', environment: 'production', release };
  return new TextEncoder().encode(JSON.stringify({ ...known, exception: { values: [exception] } }));
}

for (const kind of ['github', 'gitlab', 'gitea'] as const)
  for (const how of ['merge', 'squash', 'rebase'] as const)
    describe(`a fix that is merged by a ${how} on ${kind}, with nobody telling of it`, function () {
      this.timeout(120_000);
      let room: FollowRoom;
      before(async () => {
        room = await FollowRoom.open(kind);
      });
      after(() => room[Symbol.asyncDispose]());

      it('is DEPLOYED with the first release that holds it, and NEW again when it comes from that one', async () => {
        const { forge, client, pullRequest, issue } = room;
        const bob = forge.user('bob', { rights: 'write' });
        await using follower = room.follower();
        const deploy = async (version: string, commit: string) => {
          await client.follow.announceDeployment({ project: 'default', version, commit });
          await follower.once();
          assert.deepEqual(await client.follow.questions({}), []);
        };
        const link = async () => (await client.follow.pullRequest(pullRequest.id)).pullRequest.issues[0];
        const happens = async (release: string) => {
          const added = await client.addEvent(event(release), 'default');
          assert.equal(added.issue, issue);
          await follower.once();
        };
        forge.allow({ styles: [how] });
        // The base has moved on, so that no style keeps the commit as it was.
        const without = await forge.pushAs(bob, 'main', { 'news.md': 'one\n' });
        const merge = await forge.merge(1, how, bob);
        await follower.once();
        assert.equal(await room.status(), 'MERGED');

        await deploy('shop@1', without);
        assert.equal(await room.status(), 'MERGED');
        await happens('shop@1');
        assert.equal(await room.status(), 'MERGED');
        const shipped = await forge.pushAs(bob, 'main', { 'news.md': 'two\n' });
        assert.notEqual(shipped, merge);
        await deploy('shop@2', shipped);
        assert.equal(await room.status(), 'DEPLOYED');
        assert.equal((await link())?.deployed?.release, 'shop@2');

        await happens('shop@1');
        assert.deepEqual([await room.status(), (await link())?.outcome], ['DEPLOYED', undefined]);
        await happens('shop@2');
        assert.deepEqual([await room.status(), (await link())?.outcome?.kind], ['NEW', 'regressed']);
        const { releases } = await client.follow.report(issue);
        assert.equal(releases.lastBad, 'shop@2');
        assert.deepEqual(room.troubles, []);
      });
    });
