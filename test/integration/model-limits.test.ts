import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineSettingsSchema, type ModelBudget } from '@errata/protocol/model';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { type Clock, systemClock } from '../../agent/src/model/limits/clock.ts';
import { Gates } from '../../agent/src/model/limits/gates.ts';
import { type GuardedModel, guardModel } from '../../agent/src/model/limits/guard-model.ts';
import { KeptModelAnswers } from '../../agent/src/model/limits/kept-answers.ts';
import type { ModelRequest } from '../../agent/src/model/model.ts';
import { ModelError } from '../../agent/src/model/model-error.ts';
import { openModel } from '../../agent/src/model/open-model.ts';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { WireServer } from '../models/wire-server.ts';

const key = 'sk-canary-5d02';
const never = new AbortController().signal;
const price = { input: 10, output: 100 };

function requestOf(text: string): ModelRequest {
  const messages = [{ role: 'user', parts: [{ type: 'text', text }] }] as const;
  return { purpose: 'propose', system: 'You correct errors.', messages, maxOutput: 1000 };
}

/** A model on the wire and a log center, with a run to spend on. */
class Room implements AsyncDisposable {
  readonly server: WireServer;
  readonly #center: Awaited<ReturnType<typeof startTestCenter>>;
  readonly client: LogCenterClient;
  readonly folder: string;
  run = '';
  issue = '';

  private constructor(
    server: WireServer,
    center: Awaited<ReturnType<typeof startTestCenter>>,
    folder: string,
  ) {
    this.server = server;
    this.#center = center;
    this.client = new LogCenterClient(center.client.ready);
    this.folder = folder;
  }

  static async open(): Promise<Room> {
    const folder = await mkdtemp(join(tmpdir(), 'errata-limits-'));
    const room = new Room(await WireServer.start(), await startTestCenter(), folder);
    const event = new TextEncoder().encode(JSON.stringify(sampleEvent()));
    room.issue = (await room.client.addEvent(event, 'default')).issue;
    room.run = (await room.client.startRun(room.issue, 'agent')).run.id;
    return room;
  }

  /** As an agent of its own would ask. */
  async agent(
    changes: { budget?: Partial<ModelBudget>; keepPrompts?: boolean; clock?: Clock } = {},
  ): Promise<GuardedModel> {
    const { budget = {}, keepPrompts = false, clock } = changes;
    const model = this.server.choice('openai-chat');
    const settings = engineSettingsSchema.parse({ model, budget, keepPrompts, prices: { scripted: price } });
    const { ready } = this.#center.client;
    return guardModel(await openModel(settings, { key }), {
      ...{ settings, run: this.run, clock, gates: new Gates() },
      ledger: new LogCenterClient(ready).models,
      cache: new KeptModelAnswers(this.folder),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.#center[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

describe('the limits of models', () => {
  let room: Room;
  beforeEach(async () => {
    room = await Room.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('hold over all agents that ask for one fix at the same time', async () => {
    room.server.script(() => ({ text: 'an answer', tokens: { input: 100, output: 1000 } }));
    const budget = { moneyPerFix: 0.45 };
    const agents = await Promise.all([1, 2, 3, 4].map(() => room.agent({ budget })));
    const asked = agents.flatMap((agent, at) =>
      [1, 2, 3].map(each => agent.ask(requestOf(`${at} ${each}`), { signal: never })),
    );
    const settled = await Promise.allSettled(asked);
    const answered = settled.filter(({ status }) => status === 'fulfilled').length;
    assert.equal(answered, 4);
    assert.equal(room.server.requests.length, 4);
    for (const each of settled) {
      assert.ok(each.status === 'fulfilled' || ModelError.is(each.reason, 'budget-used-up'));
    }
    const usage = await room.client.models.usage(new Date(0), room.run);
    assert.deepEqual([usage.calls, usage.tokens], [4, 4400]);
    assert.ok(usage.cost > 0.4 && usage.cost <= 0.45);
    // Who goes on with the run tomorrow starts from there.
    await assert.rejects((await room.agent({ budget })).ask(requestOf('later'), { signal: never }), {
      reason: 'budget-used-up',
    });
  });

  it('let a run go on without paying again for what was answered', async () => {
    room.server.script(request => `answer ${request.number}`);
    const texts = async () => {
      const agent = await room.agent();
      const both = [
        await agent.ask(requestOf('x'), { signal: never }),
        await agent.ask(requestOf('x'), { signal: never }),
      ];
      return { texts: both.map(({ text }) => text), spent: agent.spent() };
    };
    const first = await texts();
    assert.deepEqual(first.texts, ['answer 1', 'answer 2']);
    const resumed = await texts();
    assert.deepEqual(resumed.texts, first.texts);
    assert.deepEqual([resumed.spent.calls, room.server.requests.length], [0, 2]);
    const { calls } = await room.client.models.calls({ run: room.run });
    assert.deepEqual(
      calls.map(({ outcome, cost }) => [outcome, cost === 0]),
      [
        ['cached', true],
        ['cached', true],
        ['answered', false],
        ['answered', false],
      ],
    );
  });

  it('wait as long as the provider wants, and tell one call of all tries', async () => {
    const waits: number[] = [];
    const clock: Clock = {
      ...systemClock,
      random: () => 0,
      wait: async (milliseconds, signal) => {
        // Time limits are waited for in vain here.
        if (milliseconds > 60_000) return systemClock.wait(milliseconds, signal);
        waits.push(milliseconds);
      },
    };
    room.server.script([
      { fault: 'rate-limited', retryAfter: 17 },
      { fault: 'overloaded' },
      { text: 'at last', tokens: { input: 5, output: 7 } },
    ]);
    const answer = await (await room.agent({ clock })).ask(requestOf('x'), { signal: never });
    assert.equal(answer.text, 'at last');
    assert.equal(waits.length, 2);
    assert.ok((waits[0] ?? 0) > 10_000 && (waits[0] ?? 0) <= 17_000, `${waits[0]}`);
    const { calls } = await room.client.models.calls({ run: room.run });
    assert.deepEqual(
      calls.map(({ outcome, tokens }) => [outcome, tokens.output]),
      [['answered', 7]],
    );
  });

  it('keep each call with its place in the audit, prompts without secrets, and keys nowhere', async () => {
    room.server.script(['Use AKIAIOSFODNN7EXAMPLE.', { fault: 'wrong-key' }]);
    const agent = await room.agent({ keepPrompts: true });
    await agent.ask(requestOf('password: hunter2'), { signal: never });
    await assert.rejects(agent.ask(requestOf('again'), { signal: never }), { reason: 'key-refused' });
    const { calls } = await room.client.models.calls({ run: room.run });
    const [refused, answered] = await Promise.all(calls.map(({ id }) => room.client.models.call(id)));
    assert.equal(refused?.outcome, 'key-refused');
    assert.equal(refused?.cost, 0);
    assert.match(answered?.prompt ?? '', /You correct errors\..*password: /s);
    assert.match(answered?.answer ?? '', /^\[assistant\]\nUse /);
    assert.doesNotMatch(JSON.stringify([refused, answered]), /hunter2|AKIA|sk-canary/);
    const audit = JSON.stringify(await auditOf(room));
    assert.match(audit, /propose: answered.*propose: key-refused/);
    const files = (await readdir(room.folder, { recursive: true, withFileTypes: true })).filter(each =>
      each.isFile(),
    );
    for (const { parentPath, name } of files) {
      assert.doesNotMatch(await readFile(join(parentPath, name), 'utf8'), /sk-canary/);
    }
  });
});

async function auditOf({ client, issue }: Room): Promise<unknown> {
  const answer = await fetch(`${client.url}/api/v1/issues/${issue}/audit`, { headers: client.headers });
  return answer.json();
}
