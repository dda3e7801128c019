import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Proposal } from '@errata/protocol/proposal';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { FixRun, type FixRunOptions } from '../../agent/src/workflow/fix-run.ts';
import type { Stages } from '../../agent/src/workflow/machine.ts';
import { Errata } from '../../examples/demo/errata.ts';

const diagnosis: Diagnosis = {
  cause: 'because',
  locations: [],
  suspects: [],
  owners: [],
  unmapped: [],
  confidence: 0.5,
};
const change = { path: 'a.js', before: 'a', after: 'b' };
const reviewed = { changes: [change], looked: 'c' };
const publication = { branch: 'errata/x', commit: 'c0ffee', remote: 'r' };
const trace = (name: string) =>
  new TextEncoder().encode(
    `TypeError: ${name} is not a function\n    at ${name} (/app/src/${name}.js:1:1)\n`,
  );

describe('a run in the log center', () => {
  let folder: string;
  let errata: Errata;
  let client: LogCenterClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-run-'));
    errata = await Errata.start(folder, []);
    client = new LogCenterClient(errata.ready);
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const proposal = (issue: string): Proposal => ({
    issue,
    run: 'r',
    base: 'h',
    candidates: [
      { id: 'c', engine: 'templates', label: 'root-cause', explanation: 'e', changes: [change], prior: 1 },
    ],
    recommended: 'c',
  });
  const working = (issue: string): Stages => ({
    locate: async () => diagnosis,
    propose: async () => 1,
    verify: async () => ({ proposal: proposal(issue) }),
    decide: async () => undefined,
    publish: async () => publication,
  });
  const never = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const newIssue = async (name: string) => (await client.addEvent(trace(name), 'default')).issue;
  const start = (issue: string, stages: Stages, head = 'h', more: Partial<FixRunOptions> = {}) =>
    FixRun.start({
      ...more,
      issue,
      repository: '/r',
      head,
      holder: 'test',
      connect: async () => client,
      stages: () => stages,
      changed: () => undefined,
    });

  it('goes through its stages to a review, and after the approval to the end', async () => {
    const issue = await newIssue('straight');
    const run = await start(issue, working(issue));
    const waiting = await run.settled();
    assert.equal(waiting.stage, 'awaiting-approval');
    assert.equal((await client.issue(issue)).issue.status, 'FIXING');
    const ended = await run.approve({ changes: [change], by: 'ada', at: new Date().toISOString() });
    assert.deepEqual(ended.publication, publication);
    await run[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'PENDING_REVIEW');
    const { events, decisions } = await client.run(run.id);
    assert.deepEqual(
      events.map(event => event.type),
      [
        ...['locate', 'propose', 'verify', 'decide', 'awaiting-approval'],
        ...['decision-approve', 'publish', 'published'],
      ],
    );
    assert.equal(decisions[0]?.by, 'ada');
  });

  it('gives the issue back when it is put down, and is taken up where it stood', async () => {
    const issue = await newIssue('resumed');
    const first = await start(issue, working(issue));
    await first.settled();
    await first[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'NEW');
    const unreachable = async () => assert.fail('a stage ran again');
    const second = await start(issue, {
      ...working(issue),
      locate: unreachable,
      propose: unreachable,
      verify: unreachable,
    });
    const view = await second.settled();
    assert.equal(view.id, first.id);
    assert.equal(view.stage, 'awaiting-approval');
    await second[Symbol.asyncDispose]();
  });

  it('goes on in the middle: the stage that was under way runs again', async () => {
    const issue = await newIssue('middle');
    const reached = Promise.withResolvers<void>();
    const first = await start(issue, {
      ...working(issue),
      verify: (_, signal) => {
        reached.resolve();
        return never(signal);
      },
    });
    await reached.promise;
    await first[Symbol.asyncDispose]();
    const second = await start(issue, {
      ...working(issue),
      locate: async () => assert.fail('located again'),
    });
    assert.equal((await second.settled()).stage, 'awaiting-approval');
    await second[Symbol.asyncDispose]();
  });

  it('starts afresh when the checkout has moved on', async () => {
    const issue = await newIssue('moved');
    const first = await start(issue, working(issue));
    await first.settled();
    await first[Symbol.asyncDispose]();
    let located = 0;
    const again: Stages = {
      ...working(issue),
      locate: async () => {
        located++;
        return diagnosis;
      },
    };
    const second = await start(issue, again, 'another-head');
    await second.settled();
    assert.equal(located, 1);
    await second[Symbol.asyncDispose]();
  });

  it('starts afresh when the proposal is not what is wanted now, unless a person has spoken of it', async () => {
    const isOutdated = ({ recommended }: Proposal) => recommended === 'c';
    const issue = await newIssue('outdated');
    const first = await start(issue, working(issue));
    await first.settled();
    await first[Symbol.asyncDispose]();
    let proven = 0;
    const again: Stages = {
      ...working(issue),
      verify: async () => {
        proven += 1;
        return { proposal: proposal(issue) };
      },
    };
    const second = await start(issue, again, 'h', { isOutdated });
    await second.settled();
    assert.equal(proven, 1);
    await second.change({ by: 'ada', reason: 'Otherwise.' }, { ruledOut: [], reviewed });
    await second.settled();
    await second[Symbol.asyncDispose]();
    const third = await start(issue, again, 'h', { isOutdated });
    assert.deepEqual((await third.settled()).requests, ['Otherwise.']);
    assert.equal(proven, 2);
    await third[Symbol.asyncDispose]();
  });

  it('says who works on an issue that is taken', async () => {
    const issue = await newIssue('taken');
    const first = await start(issue, working(issue));
    await first.settled();
    await assert.rejects(start(issue, working(issue)), { reason: 'lease-held', message: /test/ });
    await first[Symbol.asyncDispose]();
  });

  it('is at its end here once somebody else has it', async () => {
    const issue = await newIssue('lost');
    const located = Promise.withResolvers<Diagnosis>();
    const run = await start(issue, { ...working(issue), locate: () => located.promise });
    const { fence } = (await client.run(run.id)).run;
    await client.endRun(run.id, { fence, outcome: 'released', reason: 'Its machine slept.' });
    located.resolve(diagnosis);
    await assert.rejects(run.settled(), { reason: 'lease-lost' });
    const { stage, failure } = run.view;
    assert.deepEqual([stage, failure?.reason], ['failed', 'lease-lost']);
    await run[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'NEW');
  });

  it('ends as failed with the reason of the stage that failed', async () => {
    const issue = await newIssue('failing');
    const broken = Object.assign(new Error('no sandbox here'), { reason: 'none-available' });
    const run = await start(issue, { ...working(issue), verify: () => Promise.reject(broken) });
    const view = await run.settled();
    assert.deepEqual(view.failure, { reason: 'none-available', message: 'no sandbox here' });
    await run[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'FAILED');
  });

  it('says whether nothing held, or nothing could be tried at all', async () => {
    for (const [tried, reason] of [
      [3, 'no-fix'],
      [0, 'no-candidate'],
    ] as const) {
      const issue = await newIssue(`tried${tried}`);
      const { recommended: _, ...nothing } = { ...proposal(issue), candidates: [], tried };
      const run = await start(issue, { ...working(issue), verify: async () => ({ proposal: nothing }) });
      assert.equal((await run.settled()).failure?.reason, reason);
      await run[Symbol.asyncDispose]();
    }
  });

  it('is cancelled in mid-stage, and the stage hears of it', async () => {
    const issue = await newIssue('cancelled');
    const reached = Promise.withResolvers<AbortSignal>();
    const run = await start(issue, {
      ...working(issue),
      propose: (_, signal) => {
        reached.resolve(signal);
        return never(signal);
      },
    });
    const signal = await reached.promise;
    assert.equal((await run.cancel()).stage, 'cancelled');
    assert.equal(signal.aborted, true);
    await run[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'NEW');
  });

  it('lets one of two deciders win and tells the other', async () => {
    const issue = await newIssue('raced');
    const run = await start(issue, working(issue));
    await run.settled();
    const { run: stored } = await client.run(run.id);
    await client.decide(run.id, stored.version, { verdict: 'reject', by: 'grace' });
    const late = run.approve({ changes: [change], by: 'ada', at: new Date().toISOString() });
    await assert.rejects(late, { reason: 'version-conflict' });
    await run[Symbol.asyncDispose]();
  });

  it('takes one decision of this agent at a time, and none when there is nothing to decide', async () => {
    const issue = await newIssue('twice');
    const run = await start(issue, working(issue));
    await run.settled();
    const approval = { changes: [change], by: 'ada', at: new Date().toISOString() };
    const both = await Promise.allSettled([run.approve(approval), run.approve(approval)]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
    await assert.rejects(run.reject({ by: 'ada', reason: 'late' }), { reason: 'version-conflict' });
    await run[Symbol.asyncDispose]();
    assert.equal((await client.run(run.id)).decisions.length, 1);
  });

  it('keeps the review when it could not be pushed, and what was tried is found again', async () => {
    const issue = await newIssue('unpushed');
    const dates: string[] = [];
    const refused = Object.assign(new Error('the remote is away'), { reason: 'push-refused' });
    const run = await start(issue, {
      ...working(issue),
      publish: async ({ approval }) => {
        dates.push(String(approval?.at));
        if (dates.length === 1) throw refused;
        return publication;
      },
    });
    await run.settled();
    const first = await run.approve({ changes: [change], by: 'ada', at: '2026-03-01T10:00:00.000Z' });
    assert.equal(first.stage, 'awaiting-approval');
    assert.deepEqual(first.failure, { reason: 'push-refused', message: 'the remote is away' });
    assert.equal((await client.issue(issue)).issue.status, 'FIXING');
    const second = await run.approve({ changes: [change], by: 'ada', at: '2026-03-01T11:00:00.000Z' });
    assert.deepEqual([second.stage, second.failure], ['published', undefined]);
    assert.equal(dates[1], dates[0]);
    await run[Symbol.asyncDispose]();
  });

  describe('when a change is asked for', () => {
    const other = { ...proposal('').candidates[0], id: 'd', explanation: 'Another way.' };
    const another = (issue: string) => ({
      ...proposal(issue),
      candidates: [other, ...proposal(issue).candidates] as Proposal['candidates'],
      recommended: 'd',
    });

    it('goes round again without what was refused, and keeps the words', async () => {
      const issue = await newIssue('round');
      const ruledOut: unknown[] = [];
      const run = await start(issue, {
        ...working(issue),
        verify: async context => {
          ruledOut.push(context.ruledOut);
          if (context.requests) assert.deepEqual(context.reviewed, reviewed);
          assert.equal(context.diagnosis?.explained?.cause, context.requests && 'the caller');
          return context.requests
            ? { proposal: another(issue) }
            : { proposal: proposal(issue), explained: { model: 'm', cause: 'the caller', evidence: [] } };
        },
      });
      await run.settled();
      const begun = await run.change(
        { by: 'ada', reason: 'Do it in the caller.' },
        { ruledOut: ['c'], reviewed },
      );
      assert.deepEqual(begun.requests, ['Do it in the caller.']);
      const view = await run.settled();
      assert.deepEqual([view.stage, view.proposal?.recommended], ['awaiting-approval', 'd']);
      assert.deepEqual(view.requests, ['Do it in the caller.']);
      assert.match(view.message, /can follow words.*Another way/);
      assert.deepEqual(ruledOut, [undefined, ['c']]);
      const { decisions, events } = await client.run(run.id);
      assert.deepEqual(decisions, [{ verdict: 'change', by: 'ada', reason: 'Do it in the caller.' }]);
      assert.equal(events.at(-1)?.message, view.message);
      await run[Symbol.asyncDispose]();
    });

    it('comes back to the review when there is nothing else, or the round fails or is cancelled', async () => {
      const issue = await newIssue('nothing');
      let round = 0;
      const broken = Object.assign(new Error('no sandbox here'), { reason: 'none-available' });
      const reached = Promise.withResolvers<void>();
      const run = await start(issue, {
        ...working(issue),
        propose: async () => (round === 0 ? 1 : 0),
        verify: async (_, signal) => {
          round += 1;
          if (round === 3) throw broken;
          if (round < 4) return { proposal: proposal(issue) };
          reached.resolve();
          return never(signal);
        },
      });
      await run.settled();
      await run.change({ by: 'ada', reason: 'one' }, { ruledOut: [], reviewed });
      assert.match((await run.settled()).message, /Nothing else that holds/);
      await run.change({ by: 'ada', reason: 'two' }, { ruledOut: [], reviewed });
      const failed = await run.settled();
      assert.deepEqual([failed.stage, failed.failure?.reason], ['awaiting-approval', 'none-available']);
      assert.equal(failed.proposal?.recommended, 'c');
      await run.change({ by: 'ada', reason: 'three' }, { ruledOut: [], reviewed });
      await reached.promise;
      const cancelled = await run.cancel();
      assert.deepEqual([cancelled.stage, cancelled.failure], ['awaiting-approval', undefined]);
      assert.match(cancelled.message, /cancelled/);
      assert.equal((await run.cancel()).stage, 'cancelled');
      await run[Symbol.asyncDispose]();
      assert.equal((await client.issue(issue)).issue.status, 'NEW');
    });

    it('goes on with the round in another process', async () => {
      const issue = await newIssue('killed');
      const reached = Promise.withResolvers<void>();
      const first = await start(issue, {
        ...working(issue),
        verify: async (context, signal) => {
          if (!context.requests) return { proposal: proposal(issue) };
          reached.resolve();
          return never(signal);
        },
      });
      await first.settled();
      await first.change({ by: 'ada', reason: 'Otherwise.' }, { ruledOut: ['c'], reviewed });
      await reached.promise;
      await first[Symbol.asyncDispose]();
      const second = await start(issue, {
        ...working(issue),
        verify: async () => ({ proposal: another(issue) }),
      });
      const view = await second.settled();
      assert.deepEqual([view.requests, view.proposal?.recommended], [['Otherwise.'], 'd']);
      await second[Symbol.asyncDispose]();
    });
  });

  it('is handed to a person with the reason, and names the owners', async () => {
    const issue = await newIssue('handed');
    const owners = [{ name: '@shop/cart', source: 'CODEOWNERS' as const, share: 1 }];
    const run = await start(issue, { ...working(issue), locate: async () => ({ ...diagnosis, owners }) });
    await run.settled();
    const view = await run.escalate({ by: 'ada', reason: 'it belongs in the other service' });
    const message = 'escalated: it belongs in the other service (owners: @shop/cart)';
    assert.deepEqual(view.failure, { reason: 'escalated', message });
    await run[Symbol.asyncDispose]();
    assert.equal((await client.issue(issue)).issue.status, 'FAILED');
    const { events, decisions } = await client.run(run.id);
    assert.equal(events.at(-1)?.message, message);
    assert.deepEqual(decisions, [
      { verdict: 'escalate', by: 'ada', reason: 'it belongs in the other service' },
    ]);
    const again = await start(issue, working(issue));
    assert.notEqual((await again.settled()).id, run.id);
    await again[Symbol.asyncDispose]();
  });
});
