import assert from 'node:assert/strict';
import { type Issue, type IssueStatus, issueStatusSchema } from '@errata/protocol/issue';
import { mayBecome } from '@errata/protocol/issue-transitions';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { collectEvent } from '../collect/collect-event.ts';
import { prepareEvent } from '../collect/prepare/prepare-event.ts';
import { issueById } from '../store/issues.ts';
import { ensureProject } from '../store/projects.ts';
import { runById, runsOfIssue } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { decideRun } from './decide.ts';
import { endRun, renewLease, saveRun } from './held-run.ts';
import { startRun } from './start-run.ts';
import { changeStatus } from './status.ts';
import { sweep } from './sweep.ts';

const lease = 30_000;
const begin = Date.parse('2026-01-01T00:00:00Z');

/** A lifecycle with a clock of its own. */
class Bench {
  readonly store: Store;
  time = begin;

  constructor(store: Store) {
    this.store = store;
  }

  get now(): Date {
    return new Date(this.time);
  }

  async newIssue(): Promise<string> {
    const { issue } = await this.store.write(async transaction => {
      const { project } = await ensureProject(transaction, 'shop', this.now);
      const prepared = prepareEvent(project, sampleEvent(crypto.randomUUID()));
      return collectEvent(transaction, project, prepared, this.now);
    });
    return issue;
  }

  async issue(id: string): Promise<Issue> {
    return issueById(this.store.reader, id).then(issue => issue ?? assert.fail(`no issue ${id}`));
  }

  start = (issue: string, holder = 'a') =>
    this.store.write(tx => startRun(tx, issue, holder, this.now, lease));
  save = (run: string, fence: number, version: number) => {
    const save = { fence, version, stage: 'propose' as const, snapshot: { fence, version }, events: [] };
    return this.store.write(tx => saveRun(tx, run, save, this.now, lease));
  };
  renew = (run: string, fence: number) => this.store.write(tx => renewLease(tx, run, fence, this.now, lease));
  end = (run: string, fence: number, outcome: 'published' | 'failed' | 'cancelled' | 'released') =>
    this.store.write(tx => endRun(tx, run, { fence, outcome, reason: 'r' }, this.now));
  decide = (run: string, version: number) =>
    this.store.write(tx => decideRun(tx, run, version, { verdict: 'approve', by: 'p' }, this.now));
  change = (issue: string, to: IssueStatus, version: number, reason?: string) =>
    this.store.write(tx => changeStatus(tx, issue, { to, version, by: 'p', reason }, this.now));
  sweep = () => this.store.write(tx => sweep(tx, this.now));
}

async function bench(): Promise<{ bench: Bench } & AsyncDisposable> {
  const temporary = await temporaryStore();
  return { bench: new Bench(temporary.store), [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose]() };
}

describe('a run', () => {
  it('is held by one until its lease runs out, and then goes on with the next one', async () => {
    await using it = await bench();
    const issue = await it.bench.newIssue();
    const first = await it.bench.start(issue, 'one');
    assert.equal(first.resumed, false);
    await assert.rejects(it.bench.start(issue, 'two'), { reason: 'lease-held', message: /^one works on/ });
    await it.bench.save(first.run.id, first.run.fence, 0);
    it.bench.time += lease;
    const second = await it.bench.start(issue, 'two');
    assert.equal(second.resumed, true);
    assert.equal(second.run.id, first.run.id);
    assert.ok(second.run.fence > first.run.fence);
    assert.deepEqual(second.run.snapshot, { fence: first.run.fence, version: 0 });
    await assert.rejects(it.bench.save(first.run.id, first.run.fence, 1), { reason: 'lease-lost' });
    await assert.rejects(it.bench.renew(first.run.id, first.run.fence), { reason: 'lease-lost' });
    await assert.rejects(it.bench.end(first.run.id, first.run.fence, 'published'), { reason: 'lease-lost' });
    await it.bench.save(second.run.id, second.run.fence, 1);
    assert.equal((await it.bench.issue(issue)).status, 'FIXING');
  });

  it('gives its issue back when the lease runs out, however often it was renewed before', async () => {
    await using it = await bench();
    const issue = await it.bench.newIssue();
    const { run } = await it.bench.start(issue);
    it.bench.time += lease - 1;
    await it.bench.renew(run.id, run.fence);
    it.bench.time += lease - 1;
    assert.equal(await it.bench.sweep(), 0);
    it.bench.time += 1;
    assert.equal(await it.bench.sweep(), 1);
    assert.equal((await it.bench.issue(issue)).status, 'NEW');
    assert.equal((await runById(it.bench.store.reader, run.id))?.lease, 'abandoned');
    await assert.rejects(it.bench.save(run.id, run.fence, 0), { reason: 'lease-lost' });
  });

  it('is saved over the version that it was read at only', async () => {
    await using it = await bench();
    const { run } = await it.bench.start(await it.bench.newIssue());
    const decided = await it.bench.decide(run.id, 0);
    assert.equal(decided.version, 1);
    await assert.rejects(it.bench.save(run.id, run.fence, 0), { reason: 'version-conflict' });
    assert.equal((await it.bench.save(run.id, run.fence, 1)).version, 2);
  });

  it('takes exactly one of a thousand decisions at the same version', async () => {
    await using it = await bench();
    const { run } = await it.bench.start(await it.bench.newIssue());
    const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => it.bench.decide(run.id, 0)));
    const lost = answers.filter(answer => answer.status === 'rejected');
    assert.equal(lost.length, 999);
    assert.ok(lost.every(({ reason }) => reason.reason === 'version-conflict'));
  });

  it('ends with its issue', async () => {
    await using it = await bench();
    const outcomes = {
      published: 'PENDING_REVIEW',
      failed: 'FAILED',
      cancelled: 'NEW',
      released: 'NEW',
    } as const;
    for (const [outcome, status] of Object.entries(outcomes)) {
      const issue = await it.bench.newIssue();
      const { run } = await it.bench.start(issue);
      const ended = await it.bench.end(run.id, run.fence, outcome as keyof typeof outcomes);
      assert.equal((await it.bench.issue(issue)).status, status);
      assert.equal(ended.lease, outcome === 'released' ? 'abandoned' : 'ended');
      await assert.rejects(it.bench.end(run.id, run.fence, 'failed'), { reason: 'lease-lost' });
      if (outcome !== 'released')
        await assert.rejects(it.bench.decide(run.id, ended.version), { reason: 'run-ended' });
      if (status === 'NEW') assert.equal((await it.bench.start(issue)).resumed, outcome === 'released');
    }
  });

  it('loses its issue to a person who takes it away', async () => {
    await using it = await bench();
    const issue = await it.bench.newIssue();
    const { run } = await it.bench.start(issue);
    await it.bench.change(issue, 'NEW', 1);
    await assert.rejects(it.bench.save(run.id, run.fence, 0), { reason: 'lease-lost' });
    await assert.rejects(it.bench.change(issue, 'DEPLOYED', 2), { reason: 'transition-refused' });
    await it.bench.change(issue, 'DEPLOYED', 2, 'fixed by hand');
    assert.deepEqual(
      (await runsOfIssue(it.bench.store.reader, issue)).map(({ lease: state }) => state),
      ['ended'],
    );
  });
});

describe('the lifecycle', () => {
  it('is what the table of transitions says, whoever asks for what and when', async () => {
    await using it = await bench();
    const actions = fc.oneof(
      fc.record({
        do: fc.constant('change' as const),
        to: fc.constantFrom(...issueStatusSchema.options),
        stale: fc.boolean(),
      }),
      fc.record({ do: fc.constant('start' as const) }),
      fc.record({ do: fc.constant('save' as const), back: fc.nat(1) }),
      fc.record({
        do: fc.constant('end' as const),
        back: fc.nat(1),
        outcome: fc.constantFrom(
          'published' as const,
          'failed' as const,
          'cancelled' as const,
          'released' as const,
        ),
      }),
      fc.record({ do: fc.constant('wait' as const), milliseconds: fc.constantFrom(1000, 20_000, 40_000) }),
      fc.record({ do: fc.constant('sweep' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { maxLength: 25 }), async steps => {
        const id = await it.bench.newIssue();
        let model = { status: 'NEW' as IssueStatus, version: 0 };
        let held: { id: string; fence: number; version: number; until: number } | undefined;
        const past: { id: string; fence: number; version: number }[] = [];
        const move = (status: IssueStatus) => {
          assert.ok(mayBecome(model.status, status));
          model = { status, version: model.version + 1 };
        };
        for (const step of steps) {
          const now = it.bench.time;
          if (step.do === 'wait') it.bench.time += step.milliseconds;
          else if (step.do === 'sweep') {
            await it.bench.sweep();
            if (held !== undefined && held.until <= now) {
              move('NEW');
              held = undefined;
            }
          } else if (step.do === 'change') {
            const version = model.version - (step.stale ? 1 : 0);
            const allowed = !step.stale && mayBecome(model.status, step.to);
            const changed = await it.bench.change(id, step.to, version, 'because').catch(reasonOf);
            assert.equal(typeof changed === 'object', allowed);
            if (!allowed) assert.equal(changed, step.stale ? 'version-conflict' : 'transition-refused');
            if (allowed) {
              move(step.to);
              held = undefined;
            }
          } else if (step.do === 'start') {
            const started = await it.bench.start(id).catch(reasonOf);
            if (held !== undefined && held.until > now) assert.equal(started, 'lease-held');
            else {
              if (held !== undefined && typeof started === 'object') move('NEW');
              const allowed = mayBecome(model.status, 'FIXING');
              assert.equal(typeof started === 'object', allowed, JSON.stringify(started));
              if (typeof started === 'string') assert.equal(started, 'transition-refused');
              else {
                move('FIXING');
                for (const { fence } of past) assert.ok(started.run.fence > fence);
                held = { ...started.run, until: now + lease };
                past.push(held);
              }
            }
          } else {
            const run = past.at(-1 - step.back);
            if (run === undefined) continue;
            const isHolder = held !== undefined && run.fence === held.fence;
            const done =
              step.do === 'save'
                ? await it.bench.save(run.id, run.fence, run.version).catch(reasonOf)
                : await it.bench.end(run.id, run.fence, step.outcome).catch(reasonOf);
            if (!isHolder || held === undefined) assert.equal(done, 'lease-lost');
            else if (step.do === 'save') {
              held.version++;
              held.until = now + lease;
              assert.equal(typeof done === 'object' && done.version, held.version);
            } else {
              move(
                (
                  {
                    published: 'PENDING_REVIEW',
                    failed: 'FAILED',
                    cancelled: 'NEW',
                    released: 'NEW',
                  } as const
                )[step.outcome],
              );
              held = undefined;
            }
          }
          const { status, version } = await it.bench.issue(id);
          assert.deepEqual({ status, version }, model);
        }
        const audited = await it.bench.store.reader
          .selectFrom('audit')
          .selectAll()
          .where('subject', '=', id)
          .where('action', '=', 'status')
          .orderBy('seq')
          .execute();
        assert.deepEqual(
          audited.map(row => row.version),
          Array.from({ length: model.version }, (_, index) => index + 1),
        );
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error) return String(error.reason);
  throw error;
}
