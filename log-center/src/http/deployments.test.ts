import assert from 'node:assert/strict';
import { deploymentSchema } from '@errata/protocol/deployment';
import { issueDetailSchema } from '@errata/protocol/log-center-api';
import type { followRoutes } from '@errata/protocol/routes/follow';
import { z } from 'zod';
import { type CenterClient, startTestCenter } from '../testing/center-client.ts';
import { followOne, samplePullRequest } from '../testing/follow-one.ts';
import { askSentry } from '../testing/sentry-client.ts';
import { eventually } from '../testing/temporary.ts';

type Questions = z.infer<(typeof followRoutes)['listQuestions']['answer']>['questions'];

const merge = 'b'.repeat(40);

describe('deployments', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  let time = Date.parse('2026-03-01T12:00:00.000Z');
  beforeEach(async () => {
    time = Date.parse('2026-03-01T12:00:00.000Z');
    test = await startTestCenter({ now: () => new Date(time), leaseMilliseconds: 300 });
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const statusOf = async (issue: string) =>
    (await client.get(issueDetailSchema, `/issues/${issue}`)).issue.status;
  const questions = async () =>
    ((await client.ask('GET', '/containment')).body as { questions: Questions }).questions;

  /** An issue with its pull request, merged. */
  async function merged(): Promise<string> {
    const seen = samplePullRequest();
    const { id, issues } = await followOne(client, seen);
    time += 60_000;
    const at = new Date(time).toISOString();
    const told = { ...seen, state: 'merged', merge: { commit: merge, at, by: 'ada' }, updatedAt: at };
    const answer = await client.ask('PUT', `/pull-requests/${id}/seen`, { by: 'test', seen: told });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return issues[0]?.issue ?? '';
  }

  it('are announced, listed, and make an issue DEPLOYED', async () => {
    const issue = await merged();
    const announced = {
      project: 'default',
      version: 'shop@2',
      commit: merge,
      at: '2026-03-01T13:00:00+01:00',
    };
    const made = await client.ask('POST', '/deployments', announced);
    assert.equal(made.status, 201);
    const deployment = deploymentSchema.parse(made.body);
    assert.equal(deployment.at, '2026-03-01T12:00:00.000Z');
    assert.deepEqual((await client.ask('POST', '/deployments', announced)).body, deployment);
    const listed = await client.get(z.object({ deployments: z.array(deploymentSchema) }), '/deployments');
    assert.deepEqual(listed.deployments, [deployment]);
    assert.equal(await statusOf(issue), 'DEPLOYED');
    for (const [body, status] of [
      [{ project: 'default' }, 400],
      [{ project: 'default', commit: 'main' }, 400],
      [{ project: 'none', version: '1' }, 404],
    ] as const) {
      assert.equal((await client.ask('POST', '/deployments', body)).status, status);
    }
  });

  it('are asked about, and the first answer holds', async () => {
    const issue = await merged();
    const stream = client.stream();
    await client.ask('POST', '/deployments', { project: 'default', commit: 'c'.repeat(12) });
    const message = await stream.until(({ type }) => type === 'question');
    const [question] = await questions();
    assert.deepEqual('question' in message && message.question, question);
    const answer = { by: 'agent', contains: true, how: 'ancestor', reason: 'It is.' };
    const path = `/containment/${question?.id}`;
    assert.deepEqual((await client.ask('POST', path, answer)).body, { accepted: true });
    assert.equal(await statusOf(issue), 'DEPLOYED');
    const other = { ...answer, contains: false, how: 'absent' };
    assert.deepEqual((await client.ask('POST', path, other)).body, { accepted: false });
    assert.equal((await client.ask('POST', '/containment/none', answer)).status, 404);
    assert.deepEqual(await questions(), []);
    await stream.close();
  });

  it("of Sentry's tools are the same, with the commits that were set", async () => {
    const issue = await merged();
    const release = (path: string, method: string, body: object) =>
      askSentry(client, `organizations/errata/releases/${path}`, { method, body });
    const refs = [{ repository: 'acme/shop', commit: merge }];
    await release('', 'POST', { version: 'shop@2', projects: ['default'], refs });
    assert.equal(await statusOf(issue), 'MERGED');
    await release('shop@2/deploys/', 'POST', { environment: 'production' });
    assert.equal(await statusOf(issue), 'DEPLOYED');
  });

  it('are what a finished release stands for where nobody tells of any', async () => {
    const issue = await merged();
    const body = { version: merge, projects: ['default'], dateReleased: new Date(time).toISOString() };
    await askSentry(client, 'organizations/errata/releases/', { method: 'POST', body });
    assert.equal(await statusOf(issue), 'DEPLOYED');
  });

  it('hold when sessions show that what was deployed is in use and the error stays away', async () => {
    const issue = await merged();
    await client.ask('POST', '/deployments', { project: 'default', version: 'shop@2', commit: merge });
    const outcome = async () => {
      const { body } = await client.ask('GET', `/pull-requests?issue=${issue}`);
      return z.object({ pullRequests: z.array(z.object({ issues: z.array(z.looseObject({})) })) }).parse(body)
        .pullRequests[0]?.issues[0]?.['outcome'];
    };
    for (let day = 0; day < 7; day++) {
      time += 86_400_000;
      const session = { timestamp: new Date(time - 3_600_000).toISOString(), attrs: { release: 'shop@2' } };
      const envelope = `{}\n{"type":"session"}\n${JSON.stringify(session)}\n`;
      assert.equal((await client.send(`1/envelope/?sentry_key=${client.key}`, envelope)).status, 200);
      if (day < 6) assert.equal(await outcome(), undefined);
    }
    assert.ok(await eventually(outcome));
  });
});
