import assert from 'node:assert/strict';
import { ForgeRoom } from './forge-room.ts';

/** What our client does in the same way whichever forge it is. */
for (const kind of ['github', 'gitlab', 'gitea'] as const) {
  describe(`a repository on any forge, here ${kind}`, () => {
    let room: ForgeRoom;
    beforeEach(async () => {
      room = await ForgeRoom.open(kind);
    });
    afterEach(() => room[Symbol.asyncDispose]());

    it('knows who may push', async () => {
      const { forge, client } = room;
      forge.user('eve', { rights: 'read' });
      const logins = ['bob', 'eve', 'nobody', 'renovate[bot]', '..', '../../users/bob', ''];
      const may = await Promise.all(logins.map(login => client.mayPush(login)));
      assert.deepEqual(may, [true, false, false, false, false, false, false]);
    });

    it('says that there is a pull request where a second one is wanted, and finds the one that is open', async () => {
      const { forge, client } = room;
      const { number } = await room.pullRequest();
      const wanted = { title: 'x', body: '', base: 'main', draft: false, branch: 'errata/a-1' };
      await assert.rejects(client.open(wanted), { reason: 'conflict', message: /already exists/ });
      assert.equal((await client.close(number)).state, 'closed');
      const second = await client.open(wanted);
      assert.equal((await client.find({ branch: 'errata/a-1', base: 'main' }))?.number, second.number);
      await client.deleteBranch('errata/a-1');
      await client.deleteBranch('errata/a-1');
      assert.equal(await forge.repo.git.commitOf('refs/heads/errata/a-1'), undefined);
    });

    it('reads checks, and what failed with its log', async () => {
      const { forge, client } = room;
      const { head, number } = await room.pullRequest();
      const end = '2026-01-01T10:00:00.0000000Z \u001b[31mTypeError\u001b[0m\n';
      const line = kind === 'github' ? end : end.slice(end.indexOf('\u001b'));
      forge.setCheck(head, 'unit', 'failed', `${'x'.repeat(70_000)}\n${line}`);
      forge.setCheck(head, 'lint', 'passed');
      forge.setCheck(head, 'deploy/preview', 'failed', 'No room', 'status');
      const checks = (await client.read(number)).checks?.map(({ name, state }) => `${name} ${state}`);
      assert.deepEqual(checks?.sort(), ['deploy/preview failed', 'lint passed', 'unit failed']);
      const logs = new Map((await client.failedChecks(head)).map(({ name, log }) => [name, log]));
      assert.deepEqual([...logs.keys()].sort(), ['deploy/preview', 'unit']);
      const log = logs.get('unit') ?? '';
      assert.match(log, /^TypeError$|\nTypeError$/);
      assert.ok(log.length <= 65_536);
      assert.equal(logs.get('deploy/preview'), 'No room');
    });

    it('reads what each reviewer says, the last that it was', async () => {
      const { forge, client, bob } = room;
      const { number } = await room.pullRequest();
      const carol = forge.user('carol', { rights: 'write' });
      const reviews = async () =>
        (await client.read(number)).reviews?.map(({ by, state }) => `${by} ${state}`);
      assert.deepEqual(await reviews(), []);
      forge.review(number, bob, 'changes-requested', 'Not like this.');
      forge.review(number, carol, 'approved');
      assert.deepEqual((await reviews())?.sort(), ['bob changes-requested', 'carol approved']);
      forge.review(number, bob, 'approved');
      assert.deepEqual((await reviews())?.sort(), ['bob approved', 'carol approved']);
    });

    it('reads all pages', async () => {
      const { forge, client, bob } = room;
      const { number } = await room.pullRequest();
      for (let at = 1; at <= 205; at++) forge.comment(number, bob, `${at}`);
      const bodies = (await client.comments(number)).map(({ body }) => body);
      assert.equal(new Set(bodies).size, 205);
    });

    it('forks where it may not push, once, and opens from there', async () => {
      const { forge, client } = room;
      const eve = forge.user('eve');
      const theirs = await room.as(eve);
      const fork = await theirs.fork();
      assert.deepEqual(await theirs.fork(), fork);
      assert.deepEqual(fork, { owner: 'eve', cloneUrl: `${forge.origin}/eve/shop.git` });
      const head = await forge.pushAs(eve, 'errata/e-1', { 'e.js': 'e\n' }, { to: await forge.fork(eve) });
      const from = { branch: 'errata/e-1', owner: 'eve', base: 'main' };
      const pull = await theirs.open({ title: 'e', body: '', draft: false, ...from });
      assert.deepEqual([pull.head, pull.repository], [head, forge.path]);
      assert.equal((await client.find(from))?.number, pull.number);
      assert.equal(await client.find({ ...from, owner: undefined }), undefined);
    });
  });
}
