import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { FollowRoom } from './follow-room.ts';

/** What is said of the same that an agent would see, told by the forge itself: nobody looks. */
for (const [kind, styles] of [
  ['github', ['merge', 'squash', 'rebase']],
  ['gitlab', ['merge', 'rebase']],
  ['gitea', ['squash']],
] as const) {
  describe(`a pull request on ${kind} that is followed by webhooks alone`, function () {
    this.timeout(120_000);
    let room: FollowRoom;
    beforeEach(async () => {
      room = await FollowRoom.open(kind);
      const { url, secret } = await room.client.follow.createHook('default', kind);
      room.forge.sendHooksTo(url, secret);
    });
    afterEach(() => room[Symbol.asyncDispose]());

    const bob = () => room.forge.user('bob', { rights: 'write' });
    const carol = () => room.forge.user('carol', { rights: 'write' });
    const seen = async () => {
      await room.forge.settled();
      return (await room.client.follow.pullRequest(room.pullRequest.id)).pullRequest;
    };
    const rounds = async () => {
      await room.forge.settled();
      return room.client.follow.rounds({ pullRequest: room.pullRequest.id });
    };
    /** All that there is to be changed, without when it was told last. */
    const record = async () => {
      await room.forge.settled();
      const headers = { authorization: `Bearer ${room.errata.ready.token}` };
      const lists = ['issues', 'pull-requests?state=all', 'rounds', 'deployments', 'releases', 'audit'];
      const texts = lists.map(async list => {
        const answer = await fetch(`${room.errata.ready.url}/api/v1/${list}`, { headers });
        return (await answer.text()).replace(/"seenAt":"[^"]*"/g, '');
      });
      return (await Promise.all(texts)).join('\n');
    };

    for (const how of styles)
      it(`is merged by a ${how}, and deployed`, async () => {
        room.forge.allow({ styles: [how] });
        const merge = await room.forge.merge(1, how, bob());
        const { state, merge: told } = await seen();
        assert.deepEqual([state, told?.commit], ['merged', merge]);
        assert.equal(await room.status(), 'MERGED');
        if (kind === 'gitea') return;
        room.forge.deploy(merge, 'production', 'success', bob());
        await room.forge.settled();
        assert.equal(await room.status(), 'DEPLOYED');
      });

    it('has what is written to us passed on once, also when an agent looks afterwards', async () => {
      room.forge.comment(1, bob(), 'Nice.');
      room.forge.comment(1, bob(), '@errata please return early');
      room.forge.comment(1, bob(), '@errata x\n\n<!-- errata:r/comment -->');
      assert.deepEqual(
        (await rounds()).map(({ author, text }) => `${author}: ${text}`),
        ['bob: @errata please return early'],
      );
      room.forge.commentOnLine(1, bob(), { path: 'src/total.js', from: 3, to: 3 }, 'Why?');
      const told = await rounds();
      // Gitea does not tell what was said at lines.
      assert.equal(told.length, kind === 'gitea' ? 1 : 2);
      await using follower = room.follower();
      await follower.once();
      const all = await rounds();
      assert.deepEqual(all.map(({ text }) => text).sort(), ['@errata please return early', 'Why?']);
      for (const round of told) assert.ok(all.some(({ id, key }) => id === round.id && key === round.key));
    });

    it('is reviewed, closed and opened again, and asks for what its reviewers and checks ask', async () => {
      room.forge.review(1, bob(), 'changes-requested', 'Not like this.');
      const asked = await seen();
      assert.deepEqual(asked.reviews, [{ by: 'bob', state: 'changes-requested' }]);
      room.forge.review(1, carol(), 'approved', 'Well done.');
      const both = await seen();
      assert.deepEqual(both.reviews, [...(asked.reviews ?? []), { by: 'carol', state: 'approved' }]);
      room.forge.review(1, bob(), 'approved', 'Now it is.');
      const states = (await seen()).reviews?.map(({ state }) => state);
      assert.deepEqual(states, ['approved', 'approved']);

      const tip = await room.forge.pushAs(bob(), 'errata/fix', { 'src/more.js': 'export {};\n' });
      assert.equal((await seen()).head, tip);
      room.forge.setCheck(tip, 'lint', 'pending');
      room.forge.setCheck(tip, 'test', 'failed', 'not ok 1');
      const forChecks = async () => (await rounds()).filter(round => round.kind === 'checks');
      assert.deepEqual(await forChecks(), []);
      room.forge.setCheck(tip, 'lint', 'passed');
      assert.deepEqual(
        (await forChecks()).map(round => [round.key, /\btest\b/.test(round.text)]),
        [[tip, true]],
      );

      room.forge.close(1, bob());
      assert.equal((await seen()).state, 'closed');
      assert.equal(await room.status(), 'FAILED');
      // Forges date in seconds: of one and the same it is the closing that counts.
      const closed = Date.now();
      while (Math.floor(Date.now() / 1000) === Math.floor(closed / 1000)) await delay(10);
      room.forge.reopen(1, bob());
      assert.equal((await seen()).state, 'open');
      assert.equal(await room.status(), 'PENDING_REVIEW');
    });

    it('is not changed by what is sent again, altered or signed otherwise, and an agent finds what was lost', async () => {
      room.forge.comment(1, bob(), '@errata please return early');
      await room.forge.pushAs(bob(), 'errata/fix', { 'src/more.js': 'export {};\n' });
      const before = await record();
      const sent = [...room.forge.deliveries];
      assert.ok(sent.length >= 2);
      for (const delivery of sent) {
        const again = await room.forge.redeliver(delivery);
        assert.equal(again.status, 202);
        const altered = await room.forge.redeliver(delivery, delivery.body.replace('early', 'late '));
        // The token of GitLab that is no signature goes with anything; where it signs, too, that is looked at first.
        if (altered.body !== delivery.body && kind !== 'gitlab') assert.equal(altered.status, 401);
      }
      const other = await room.client.follow.createHook('default', kind);
      await room.client.follow.removeHook('default', other.id);
      room.forge.sendHooksTo(other.url, other.secret);
      room.forge.close(1, bob());
      await room.forge.settled();
      assert.equal(room.forge.deliveries.at(-1)?.status, 401);
      const hooks = /"(?:action":"hook"|entries)[^\n]*/g;
      assert.equal((await record()).replace(hooks, ''), before.replace(hooks, ''));

      room.forge.sendHooksTo();
      room.forge.reopen(1, bob());
      room.forge.comment(1, bob(), '@errata please return early');
      const merge = await room.forge.merge(1, 'merge', bob());
      assert.equal(await room.status(), 'PENDING_REVIEW');
      await using follower = room.follower();
      await follower.look(room.pullRequest.id);
      assert.equal((await seen()).merge?.commit, merge);
      assert.equal(await room.status(), 'MERGED');
    });
  });
}
