import assert from 'node:assert/strict';
import { acceptedEventSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { startTestCenter } from '../../testing/center-client.ts';
import { followOne, samplePullRequest } from '../../testing/follow-one.ts';
import { toldOfSample, unwelcome } from '../../testing/hook-flood.ts';
import { HookSender } from '../../testing/hook-sender.ts';

const lists = [
  '/issues',
  '/pull-requests?state=all',
  '/rounds?limit=200',
  '/deployments',
  '/releases',
  '/audit',
];

describe('a flood of webhooks that are forged, altered, replayed, late or of others', () => {
  it('changes nothing, and events are taken meanwhile', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    const taken = JSON.stringify(toldOfSample(300));
    assert.equal((await github.send('pull_request', JSON.parse(taken))).status, 202);
    const record = async (path: string) => {
      const text = JSON.stringify((await client.ask('GET', path)).body);
      // When it was told of last.
      return text.replace(/"seenAt":"[^"]*"/g, '');
    };
    const before = await Promise.all(lists.map(record));
    const answers = new Map<string, number>();
    const waiting = unwelcome(github, taken, 600);
    const sender = async () => {
      for (const { kind, body, headers, status } of waiting) {
        const answer = await github.post(body, headers);
        assert.equal(answer.status, status, `${kind}: ${JSON.stringify(answer.body)}`);
        answers.set(kind, (answers.get(kind) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    assert.deepEqual(
      [...answers].sort(),
      ['altered', 'forged', 'late', 'of-others', 'replayed'].map(kind => [kind, 120]),
    );
    assert.deepEqual(await Promise.all(lists.map(record)), before);
    const { issue } = acceptedEventSchema.parse(
      (await client.ask('POST', '/events', sampleEvent('next'))).body,
    );
    assert.equal(issue, 'DEFAULT-2');
  });
});
