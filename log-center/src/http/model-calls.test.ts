import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createdTokenSchema, type Scope } from '@errata/protocol/access';
import { acceptedEventSchema, startedRunSchema } from '@errata/protocol/log-center-api';
import { type ModelCall, modelCallSchema, modelUsageSchema } from '@errata/protocol/model';
import { admissionSchema, modelRoutes } from '@errata/protocol/model-ledger';
import { problemSchema } from '@errata/protocol/problem';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { type Answer, CenterClient, startTestCenter } from '../testing/center-client.ts';

const at = '2026-06-15T12:00:00.000Z';
const tokens = { input: 100, output: 20, cacheRead: 0, cacheWrite: 0 };
const budget = { moneyPerFix: 1, moneyPerDay: 1, tokensPerFix: 1000, tokensPerDay: 1000 };
const listed = modelRoutes.listModelCalls.answer;

function call(changes: Partial<ModelCall> = {}): ModelCall {
  const made = { id: randomUUID(), purpose: 'propose' as const, model: 'openai:m', tokens, cost: 0.4 };
  return { ...made, at, milliseconds: 5, outcome: 'answered', ...changes };
}

async function startRun(client: CenterClient, project = 'default'): Promise<{ run: string; issue: string }> {
  const event = sampleEvent(randomUUID());
  const { issue } = acceptedEventSchema.parse(
    (await client.ask('POST', `/events?project=${project}`, event)).body,
  );
  const { run } = startedRunSchema.parse(
    (await client.ask('POST', `/issues/${issue}/runs`, { holder: 'test' })).body,
  );
  return { run: run.id, issue };
}

async function clientOf(client: CenterClient, token: { name: string; scopes: Scope[]; project?: string }) {
  const { secret } = createdTokenSchema.parse((await client.ask('POST', '/tokens', token)).body);
  return new CenterClient({ ...client.ready, token: secret });
}

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('calls of models', () => {
  it('begin within the budgets, are told once, and are found by run and by day', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const { run, issue } = await startRun(client);
    const { at: _, milliseconds: __, outcome: ___, ...planned } = call({ run });
    const begin = async (id: string) =>
      admissionSchema.parse((await client.ask('PUT', '/model-calls', { ...planned, id, budget })).body);
    assert.deepEqual(await begin(planned.id), { admitted: true });
    assert.deepEqual(await begin(randomUUID()), { admitted: true });
    assert.deepEqual(await begin(randomUUID()), { admitted: false, limit: 'moneyPerFix', used: 0.8 });
    const told = { ...call({ run }), id: planned.id };
    assert.deepEqual((await client.ask('POST', '/model-calls', told)).body, { recorded: true });
    assert.deepEqual((await client.ask('POST', '/model-calls', told)).body, { recorded: false });
    const before = call({ at: '2020-02-28T23:59:59.9Z' });
    await client.ask('POST', '/model-calls', before);
    const ids = async (query: string) =>
      (await client.get(listed, `/model-calls?${query}`)).calls.map(({ id }) => id);
    assert.equal((await ids(`run=${run}`))[1], planned.id);
    assert.deepEqual(await ids('day=2020-02-28'), [before.id]);
    assert.deepEqual(await ids('day=2020-02-29'), []);
    const kept = await client.get(modelCallSchema, `/model-calls/${before.id}`);
    assert.equal(kept.at, '2020-02-28T23:59:59.900Z', 'as all times are written');
    const usage = await client.get(modelUsageSchema, `/model-usage?since=2020-01-01T00:00:00Z&run=${run}`);
    assert.deepEqual([usage.calls, usage.tokens, usage.cost], [2, 240, 0.8]);
    const entries = (await client.ask('GET', `/issues/${issue}/audit`)).body;
    assert.match(
      JSON.stringify(entries),
      /"model-call".*propose: answered; 100 tokens in, 20 out; \$0\.4000/,
    );
    refused(await client.ask('POST', '/model-calls', call({ run: 'none' })), 404, 'unknown-run');
    refused(await client.ask('POST', '/model-calls', call({ outcome: 'asked' })), 400, 'bad-request');
    refused(await client.ask('GET', `/model-calls/${randomUUID()}`), 404, 'unknown-model-call');
  });

  it('are kept without the secrets in their prompts, even where events keep theirs', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('PUT', '/projects/default/settings', { scrub: { enabled: false } });
    const { run } = await startRun(client);
    const secret = 'AKIAIOSFODNN7EXAMPLE';
    const said = { prompt: `key = "${secret}"\nmore`, answer: `password: hunter2, ${secret}` };
    for (const belongs of [{ run }, {}]) {
      const made = call({ ...said, ...belongs });
      await client.ask('POST', '/model-calls', made);
      const kept = await client.get(modelCallSchema, `/model-calls/${made.id}`);
      assert.match(kept.prompt ?? '', /^key = .*\nmore$/s);
      assert.doesNotMatch(JSON.stringify(kept), /AKIA|hunter2/);
    }
    assert.doesNotMatch(JSON.stringify(await client.get(listed, '/model-calls')), /more/);
    const most = 2_000_000;
    for (const prompt of ['\u4e2d'.repeat(most), 'a@b.co '.repeat(1000).padEnd(most, '\u4e2d')]) {
      const huge = call({ prompt });
      assert.equal((await client.ask('POST', '/model-calls', huge)).status, 200);
      const kept = await client.get(modelCallSchema, `/model-calls/${huge.id}`);
      assert.equal(kept.prompt?.length, most);
    }
  });

  it('are for the eyes, the budget and the projects of a token', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'shop' });
    const shop = await clientOf(client, { name: 'shop', scopes: ['read', 'write'], project: 'shop' });
    const reader = await clientOf(client, { name: 'reader', scopes: ['read'] });
    const here = call({ run: (await startRun(client)).run });
    const there = call({ run: (await startRun(client, 'shop')).run });
    await client.ask('POST', '/model-calls', here);
    await shop.ask('POST', '/model-calls', there);
    const own = call();
    await shop.ask('POST', '/model-calls', own);
    const ids = async (who: CenterClient) =>
      (await who.get(listed, '/model-calls')).calls.map(({ id }) => id);
    assert.deepEqual(await ids(shop), [own.id, there.id]);
    assert.deepEqual(await ids(reader), [own.id, there.id, here.id]);
    refused(await shop.ask('GET', `/model-calls/${here.id}`), 404, 'unknown-model-call');
    refused(await shop.ask('GET', `/model-calls?run=${here.run}`), 403, 'other-project');
    refused(await shop.ask('POST', '/model-calls', call({ run: here.run })), 403, 'other-project');
    refused(await reader.ask('POST', '/model-calls', call()), 403, 'scope-missing');
    const usage = async (who: CenterClient) =>
      (await who.get(modelUsageSchema, '/model-usage?since=2020-01-01T00:00:00Z')).calls;
    assert.deepEqual([await usage(client), await usage(shop), await usage(reader)], [1, 2, 0]);
    // What another began, nobody else ends.
    const { at: _, milliseconds: __, outcome: ___, ...planned } = call();
    await client.ask('PUT', '/model-calls', { ...planned, budget });
    const forged = await shop.ask('POST', '/model-calls', { ...call({ cost: 0 }), id: planned.id });
    assert.deepEqual(forged.body, { recorded: false });
  });
});
