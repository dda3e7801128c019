import assert from 'node:assert/strict';
import { type Effect, effectSchema } from '@errata/protocol/effect';
import { problemSchema } from '@errata/protocol/problem';
import { type Answer, startTestCenter } from '../testing/center-client.ts';
import { followOne, samplePullRequest } from '../testing/follow-one.ts';

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('effects', () => {
  it('are begun and done once, whoever comes how often', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const { issues } = await followOne(client, samplePullRequest());
    const issue = issues[0]?.issue ?? '';
    const key = 'run-1/pull-request';
    const begin = (kind = 'pull-request') => client.ask('PUT', '/effects', { issue, key, kind });
    const finish = (result: unknown) => client.ask('POST', '/effects', { issue, key, result });
    const parse = (answer: Answer): Effect => {
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return effectSchema.parse(answer.body);
    };
    refused(await finish(1), 404, 'unknown-effect');
    const begun = (await Promise.all(Array.from({ length: 50 }, () => begin()))).map(parse);
    assert.equal(new Set(begun.map(effect => JSON.stringify(effect))).size, 1);
    assert.equal(begun[0]?.state, 'begun');
    const ended = (
      await Promise.all(Array.from({ length: 50 }, (_, number) => finish({ number, text: 'a\0b' })))
    ).map(parse);
    const results = new Set(ended.map(({ result }) => JSON.stringify(result)));
    assert.equal(results.size, 1);
    const after = parse(await begin('comment'));
    assert.deepEqual([after.state, after.kind], ['done', 'pull-request']);
    assert.deepEqual(JSON.stringify(after.result), [...results][0]);
    refused(
      await client.ask('PUT', '/effects', { issue: 'NO-1', key, kind: 'branch' }),
      404,
      'unknown-issue',
    );
    // Another project may name its own in the same way.
    await client.ask('POST', '/projects', { slug: 'shop' });
    const other = await followOne(client, samplePullRequest({ number: 8 }), 'shop');
    const there = { issue: other.issues[0]?.issue, key, kind: 'pull-request' };
    assert.equal(parse(await client.ask('PUT', '/effects', there)).state, 'begun');
  });
});
