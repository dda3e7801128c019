import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamMessage } from '@errata/protocol/stream';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Subscription } from '../../agent/src/center/subscription.ts';
import { sendTestError } from '../../agent/src/center/test-error.ts';
import { samplePullRequest } from '../../log-center/src/testing/follow-one.ts';
import { eventually } from '../../log-center/src/testing/temporary.ts';
import { LogCenterProcess } from './log-center-process.ts';

const commit = 'c'.repeat(40);
const merge = { commit: 'd'.repeat(40), how: 'squash' } as const;

describe('what an agent tells and asks a log center of fixes', function () {
  this.timeout(60_000);
  let folder: string;
  let center: LogCenterProcess;
  let client: LogCenterClient;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-follow-'));
    center = new LogCenterProcess(folder);
    client = new LogCenterClient(await center.ready());
  });
  after(async () => {
    await center[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('is understood, and streamed to all', async () => {
    const heard: StreamMessage[] = [];
    const { promise: connected, resolve } = Promise.withResolvers<void>();
    using _heard = new Subscription(async () => client, {
      connected: () => {},
      disconnected: error => assert.fail(error),
      message: message => {
        heard.push(message);
        if (message.type === 'hello') resolve();
      },
    });
    await connected;
    const { follow } = client;
    const issue = await sendTestError(client);
    const { run } = await client.startRun(issue, 'agent');

    const begun = await follow.beginEffect(issue, `${run.id}/pull-request`, 'pull-request');
    assert.equal(begun.state, 'begun');
    const seen = samplePullRequest({ head: commit });
    const opened = await follow.record(issue, { run: run.id, by: 'agent', commit, seen });
    const ended = await follow.endEffect(issue, begun.key, { id: opened.id });
    assert.deepEqual([ended.state, ended.result], ['done', { id: opened.id }]);
    await client.endRun(run.id, { fence: run.fence, outcome: 'published', reason: 'opened' });
    assert.equal((await client.issue(issue)).issue.status, 'PENDING_REVIEW');
    assert.deepEqual(
      (await follow.pullRequests({ issue, state: 'open', limit: 5 })).map(({ id }) => id),
      [opened.id],
    );

    const asked = { kind: 'comment', key: 'comment-1', text: 'Use a map.', author: 'ada' } as const;
    const { id: round } = await follow.askRound(opened.id, asked);
    assert.equal((await follow.rounds({ state: 'waiting', project: 'default' }))[0]?.id, round);
    const { fence } = await follow.claimRound(round, { holder: 'agent' });
    await assert.rejects(follow.claimRound(round, { holder: 'another' }), { reason: 'lease-held' });
    await assert.rejects(follow.claimRound(round, { holder: 'agent', fence: fence + 1 }), {
      reason: 'lease-lost',
    });
    await follow.claimRound(round, { holder: 'agent', fence });
    await follow.addCommit(opened.id, 'e'.repeat(40));
    const done = await follow.endRound(round, {
      fence,
      state: 'done',
      message: 'Done.',
      commit: 'f'.repeat(40),
    });
    assert.equal(done.state, 'done');
    await assert.rejects(follow.claimRound(round, { holder: 'agent' }), { reason: 'round-ended' });

    const updatedAt = '2026-02-01T00:00:00Z';
    const merged = { ...seen, state: 'merged', merge, updatedAt } as const;
    assert.equal((await follow.see(opened.id, { by: 'agent', seen: merged })).merge?.how, 'squash');
    const { pullRequest, rounds } = await follow.pullRequest(opened.id);
    assert.deepEqual([pullRequest.state, pullRequest.commits.length, rounds.length], ['merged', 3, 1]);
    await assert.rejects(follow.askRound(opened.id, { ...asked, key: 'comment-2' }), {
      reason: 'pull-request-ended',
    });
    await assert.rejects(follow.pullRequest('none'), { reason: 'not-found' });

    const deployed = { project: 'default', version: 'shop@2', environment: 'test' };
    const { id: deployment } = await follow.announceDeployment(deployed);
    assert.equal((await follow.deployments({ project: 'default' }))[0]?.id, deployment);
    const [question] = await follow.questions({ project: 'default' });
    assert.equal(question?.version, 'shop@2');
    const answer = { by: 'agent', contains: true, how: 'ancestor', reason: 'It is there.' } as const;
    assert.equal(await follow.answer(question.id, answer), true);
    assert.equal(await follow.answer(question.id, answer), false);
    assert.equal((await client.issue(issue)).issue.status, 'DEPLOYED');

    const { timeline, pullRequests } = await follow.report(issue);
    assert.equal(pullRequests[0]?.id, opened.id);
    assert.ok(timeline.some(({ what }) => what === 'merged'));

    const { secret, ...hook } = await follow.createHook('default', 'github');
    assert.ok(secret.length > 20);
    assert.deepEqual(await follow.hooks('default'), [hook]);
    await follow.removeHook('default', hook.id);
    assert.deepEqual(await follow.hooks('default'), []);

    await eventually(() => heard.find(({ type }) => type === 'question'));
    const states = heard.flatMap(message => {
      if (message.type === 'pull-request') return [message.pullRequest.state];
      return message.type === 'round' ? [message.round.state] : [];
    });
    const wanted = ['open', 'waiting', 'working', 'open', 'open', 'done', 'merged'];
    assert.deepEqual(states.slice(0, wanted.length), wanted);
  });

  it('is told to a new subscriber from then on, not from the beginning', async () => {
    const heard: StreamMessage[] = [];
    await sendTestError(client);
    using _heard = new Subscription(async () => client, {
      connected: () => {},
      disconnected: error => assert.fail(error),
      message: message => heard.push(message),
    });
    await eventually(() => heard[0]);
    await sendTestError(client);
    await eventually(() => heard[1]);
    const [hello, ...news] = heard;
    assert.ok(hello?.type === 'hello' && hello.head > 0);
    for (const message of news) assert.ok(message.type !== 'hello' && message.sequence > hello.head);
  });
});
