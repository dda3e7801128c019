import assert from 'node:assert/strict';
import { type FollowedPullRequest, followedPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { problemSchema } from '@errata/protocol/problem';
import { type Round, roundSchema } from '@errata/protocol/round';
import { z } from 'zod';
import { type Answer, type CenterClient, startTestCenter } from '../testing/center-client.ts';
import { followOne, samplePullRequest } from '../testing/follow-one.ts';
import { eventually } from '../testing/temporary.ts';

const later = (seconds: number) =>
  new Date(Date.parse('2026-01-02T04:00:00Z') + seconds * 1000).toISOString();
const commitOf = (digit: string) => digit.repeat(40);

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('rounds', () => {
  let leaseMilliseconds = 30_000;
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  let pullRequest: FollowedPullRequest;
  beforeEach(async () => {
    test = await startTestCenter({ leaseMilliseconds });
    client = test.client;
    pullRequest = await followOne(client, samplePullRequest({ head: commitOf('1') }));
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const ask = (asked: object) => client.ask('POST', `/pull-requests/${pullRequest.id}/rounds`, asked);
  const asked = async (wish: object): Promise<Round> => {
    const answer = await ask(wish);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return roundSchema.parse(answer.body);
  };
  const comment = (key = 'comment-1') => asked({ kind: 'comment', key, text: 'Use a map.', author: 'ada' });
  const claim = (id: string, holder: string, fence?: number) =>
    client.ask('POST', `/rounds/${id}/claim`, { holder, ...(fence !== undefined && { fence }) });
  const claimed = async (id: string, holder = 'agent') => {
    const answer = await claim(id, holder);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return roundSchema.parse(answer.body);
  };
  const end = (id: string, fence: number, changes: object = {}) =>
    client.ask('POST', `/rounds/${id}/end`, { fence, state: 'done', message: 'Done.', ...changes });
  const see = async (changes: Parameters<typeof samplePullRequest>[0]) => {
    const seen = samplePullRequest({ head: pullRequest.head, ...changes });
    const answer = await client.ask('PUT', `/pull-requests/${pullRequest.id}/seen`, { by: 'poll', seen });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return followedPullRequestSchema.parse(answer.body);
  };
  const rounds = async (query = '') =>
    (await client.get(z.object({ rounds: z.array(roundSchema) }), `/rounds${query}`)).rounds;

  it('are one for each comment, however often it is told', async () => {
    const at = { path: 'src/a.ts', from: 3, to: 4 };
    const wish = { kind: 'comment', key: 'line-1', text: 'Why?', author: 'ada', url: 'https://x.test/1', at };
    const first = await asked(wish);
    const again = await asked({ ...wish, text: 'Edited' });
    assert.deepEqual(again, first);
    assert.deepEqual(first.at, at);
    assert.deepEqual([first.state, first.fence, first.text], ['waiting', 0, 'Why?']);
    await comment();
    assert.deepEqual(
      (await rounds()).map(({ key }) => key),
      ['line-1', 'comment-1'],
    );
    assert.equal((await rounds(`?pullRequest=${pullRequest.id}&state=done`)).length, 0);
  });

  it('are left with a reason, which stands until somebody takes them', async () => {
    const { id } = await comment();
    const leave = (message: string) => client.ask('POST', `/rounds/${id}/leave`, { by: 'agent', message });
    const waits = async () =>
      (
        await client.get(
          z.object({ pullRequest: followedPullRequestSchema }),
          `/pull-requests/${pullRequest.id}`,
        )
      ).pullRequest.waits;
    assert.equal(await waits(), undefined);
    assert.deepEqual(roundSchema.parse((await leave('Not told.')).body).answer, { message: 'Not told.' });
    assert.deepEqual(roundSchema.parse((await leave('Neither.')).body).answer, { message: 'Not told.' });
    assert.equal(await waits(), 'Not told.');
    const { fence, answer } = await claimed(id);
    assert.deepEqual([answer, await waits()], [undefined, undefined]);
    assert.equal(roundSchema.parse((await leave('Late.')).body).answer, undefined);
    await end(id, fence);
    refused(
      await client.ask('POST', '/rounds/none/leave', { by: 'agent', message: 'x' }),
      404,
      'unknown-round',
    );
  });

  it('are held by exactly one of a thousand that want one', async () => {
    const { id } = await comment();
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, number) => claim(id, `agent ${number}`)),
    );
    const won = answers.filter(({ status }) => status === 200);
    assert.equal(won.length, 1);
    for (const answer of answers) if (answer.status !== 200) refused(answer, 409, 'lease-held');
  }).timeout(30_000);

  describe('whose lease is short', () => {
    before(() => {
      leaseMilliseconds = 300;
    });
    after(() => {
      leaseMilliseconds = 30_000;
    });

    it('go to another one when their lease has run out, and never back', async () => {
      const { id } = await comment();
      const first = await claimed(id, 'one');
      assert.equal(first.fence, 1);
      const kept = roundSchema.parse((await claim(id, 'one', first.fence)).body);
      assert.ok((kept.leaseUntil ?? '') >= (first.leaseUntil ?? ''));
      const second = await eventually(async () => {
        const answer = await claim(id, 'two');
        return answer.status === 200 ? roundSchema.parse(answer.body) : undefined;
      });
      assert.equal(second.fence, 2);
      refused(await claim(id, 'one', first.fence), 409, 'lease-lost');
      refused(await end(id, first.fence), 409, 'lease-lost');
      assert.equal((await end(id, second.fence)).status, 200);
    });

    it('wait again by themselves when nobody renews their lease', async () => {
      const { id } = await comment();
      await claimed(id);
      const waiting = await eventually(async () => (await rounds('?state=waiting'))[0]);
      assert.deepEqual([waiting.id, waiting.fence, waiting.holder], [id, 1, undefined]);
      refused(await end(id, 1), 409, 'lease-lost');
    });
  });

  it('end once, with the commit that they made', async () => {
    const { id } = await comment();
    const { fence } = await claimed(id);
    const commit = commitOf('2');
    const done = roundSchema.parse((await end(id, fence, { commit })).body);
    assert.deepEqual([done.state, done.answer], ['done', { message: 'Done.', commit }]);
    const again = roundSchema.parse((await end(id, fence, { message: 'Something else.' })).body);
    assert.deepEqual(again, done);
    refused(await claim(id, 'next'), 409, 'round-ended');
    refused(await claim('no', 'next'), 404, 'unknown-round');
    const { commits, issues } = await see({});
    assert.deepEqual(commits, [commitOf('1'), commit]);
    const issue = await client.ask('GET', `/issues/${issues[0]?.issue}`);
    assert.match(JSON.stringify(issue.body), /PENDING_REVIEW/);
  });

  it('come of failed checks once all have ended, once for each commit, three times at most', async () => {
    const check = (name: string, state: string, seconds: number) =>
      ({ name, state, at: later(seconds) }) as const;
    const failed = { name: 'test', state: 'failed', at: later(2), url: 'https://ci.test/1' } as const;
    await see({ checks: [failed, check('lint', 'pending', 1) as never] });
    assert.deepEqual(await rounds(), []);
    await see({ checks: [check('lint', 'failed', 3) as never] });
    await see({ checks: [failed] });
    const [round, ...more] = await rounds();
    assert.deepEqual(more, []);
    assert.deepEqual([round?.kind, round?.key, round?.text], ['checks', commitOf('1'), 'lint\ntest']);
    assert.equal(round?.url, 'https://ci.test/1');
    for (const digit of ['2', '3', '4']) {
      await see({ head: commitOf(digit), updatedAt: later(10 * Number(digit)), checks: [failed] });
    }
    const all = await rounds();
    assert.deepEqual(
      all.map(({ state }) => state),
      ['waiting', 'waiting', 'waiting', 'refused'],
    );
    assert.match(all[3]?.answer?.message ?? '', /a person takes it from here/);
    // What people ask for is not counted.
    assert.equal((await comment()).state, 'waiting');
  });

  it('are not asked for by checks of a commit that we have pushed another one after', async () => {
    const add = (commit: string) =>
      client.ask('POST', `/pull-requests/${pullRequest.id}/commits`, { commit });
    assert.equal((await add(commitOf('2'))).status, 200);
    const known = followedPullRequestSchema.parse((await add(commitOf('2'))).body);
    assert.deepEqual(known.commits, [commitOf('1'), commitOf('2')]);
    refused(await ask({ kind: 'checks', key: commitOf('1'), text: 'test' }), 409, 'round-superseded');
    await see({ checks: [{ name: 'test', state: 'failed' }] });
    assert.deepEqual(await rounds(), []);
    assert.equal((await asked({ kind: 'checks', key: commitOf('2'), text: 'test' })).state, 'waiting');
  });

  it('rest while their pull request is closed, and end with its merge', async () => {
    const [one, two] = [await comment('comment-1'), await comment('comment-2')];
    const { fence } = await claimed(two.id);
    await see({ state: 'closed', updatedAt: later(1) });
    refused(await claim(one.id, 'agent'), 409, 'pull-request-ended');
    refused(await ask({ kind: 'comment', key: 'comment-3', text: '' }), 409, 'pull-request-ended');
    await see({ state: 'open', updatedAt: later(2) });
    assert.equal((await claimed(one.id)).state, 'working');
    await see({ state: 'merged', merge: { commit: commitOf('e') }, updatedAt: later(3) });
    const states = (await rounds()).map(({ state, answer }) => [state, answer?.message]);
    assert.deepEqual(states, [
      ['refused', 'acme/shop#7 is merged.'],
      ['refused', 'acme/shop#7 is merged.'],
    ]);
    refused(await end(two.id, fence), 409, 'lease-lost');
  });
});
