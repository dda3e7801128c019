import assert from 'node:assert/strict';
import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { type IssueStatus, issueStatusSchema } from '@errata/protocol/issue';
import { mayBecome } from '@errata/protocol/issue-transitions';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { collectEvent } from '../collect/collect-event.ts';
import { prepareEvent } from '../collect/prepare/prepare-event.ts';
import { auditAfter } from '../store/audit.ts';
import type { Job } from '../store/group-commit.ts';
import { issueById } from '../store/issues.ts';
import { ensureProject } from '../store/projects.ts';
import { pageOfPullRequests } from '../store/pull-requests.ts';
import { runsOfIssue } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { samplePullRequest } from '../testing/follow-one.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { endRun, saveRun } from './held-run.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { recordPullRequest } from './record-pull-request.ts';
import { seePullRequest } from './see-pull-request.ts';
import { startRun } from './start-run.ts';
import { changeStatus } from './status.ts';
import { sweep } from './sweep.ts';

const lease = 30_000;
const steps = fc.oneof(
  fc.record({ do: fc.constantFrom('start' as const, 'sweep' as const, 'record' as const) }),
  fc.record({ do: fc.constant('save' as const), run: fc.nat(2) }),
  fc.record({
    do: fc.constant('end' as const),
    run: fc.nat(2),
    outcome: fc.constantFrom('published', 'failed', 'cancelled', 'released'),
  }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.constantFrom(1000, 40_000) }),
  fc.record({
    do: fc.constant('see' as const),
    state: fc.constantFrom('open' as const, 'closed' as const, 'merged' as const),
  }),
  fc.record({
    do: fc.constant('change' as const),
    to: fc.constantFrom(
      'NEW' as const,
      'PENDING_REVIEW' as const,
      'MERGED' as const,
      'DEPLOYED' as const,
      'FAILED' as const,
    ),
  }),
);

describe('runs whose pull request is on record', () => {
  it('are never in the way, wherever agents die and whatever people do', async () => {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    let time = Date.parse('2026-01-01T00:00:00Z');
    let numbers = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async taken => {
        const issue = await newIssue(store, new Date(time));
        const number = ++numbers;
        const held: { id: string; fence: number; version: number }[] = [];
        for (const step of taken) {
          time += 1000;
          const now = new Date(time);
          const run = 'run' in step ? held.at(-1 - step.run) : held.at(-1);
          if (step.do === 'wait') time += step.milliseconds;
          else if (step.do === 'sweep') await store.write(transaction => sweep(transaction, now));
          else if (step.do === 'start') {
            const started = await attempt(store, tx => startRun(tx, issue, 'agent', now, lease));
            if (started !== undefined) held.push({ ...started.run });
          } else if (step.do === 'change') {
            const { version } = (await issueById(store.reader, issue)) ?? assert.fail();
            const change = { to: step.to, version, by: 'p', reason: 'because' };
            await attempt(store, tx => changeStatus(tx, issue, change, now));
          } else if (run === undefined) continue;
          else if (step.do === 'save') {
            const save = { ...run, stage: 'publish' as const, snapshot: {}, events: [] };
            const saved = await attempt(store, tx => saveRun(tx, run.id, save, now, lease));
            if (saved !== undefined) run.version = saved.version;
          } else if (step.do === 'end') {
            const end = { fence: run.fence, outcome: step.outcome as 'failed', reason: 'r' };
            await attempt(store, tx => endRun(tx, run.id, end, now));
          } else {
            const state: SeenPullRequest['state'] = step.do === 'see' ? step.state : 'open';
            const merge = state === 'merged' ? { merge: { commit: 'd'.repeat(40) } } : {};
            const seen = samplePullRequest({ number, state, updatedAt: now.toISOString(), ...merge });
            if (step.do === 'record') {
              const told = { run: run.id, others: [], commit: 'a'.repeat(40), seen };
              await attempt(store, tx => recordPullRequest(tx, issue, told, { by: 'agent' }, now));
            } else {
              const [known] = await pageOfPullRequests(store.reader, { issue, limit: 1 });
              if (known === undefined) continue;
              await attempt(store, tx => seePullRequest(tx, known.id, seen, { by: 'hook' }, now));
            }
          }
          await soundNow(store, issue);
        }
        // All agents are gone: nothing is held by them, and what can be tried can be tried.
        time += 2 * lease;
        await store.write(transaction => sweep(transaction, new Date(time)));
        const runs = await runsOfIssue(store.reader, issue);
        assert.ok(runs.every(run => run.lease !== 'held'));
        const { status } = (await issueById(store.reader, issue)) ?? assert.fail();
        assert.notEqual(status, 'FIXING');
        const again = await attempt(store, tx => startRun(tx, issue, 'next', new Date(time), lease));
        if (mayBecome(status, 'FIXING')) assert.ok(again);
        // Only what it has published itself brings a run back while that is under review.
        else if (again !== undefined) assert.ok(status === 'PENDING_REVIEW' && again.resumed);
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});

async function newIssue(store: Store, now: Date): Promise<string> {
  return store.write(async transaction => {
    const { project } = await ensureProject(transaction, 'shop', now);
    const prepared = prepareEvent(project, sampleEvent(crypto.randomUUID()));
    return (await collectEvent(transaction, project, prepared, now)).issue;
  });
}

/** What comes of it, or nothing where the lifecycle refuses it. */
async function attempt<T>(store: Store, job: Job<T>): Promise<T | undefined> {
  try {
    return await store.write(job);
  } catch (error) {
    if (error instanceof LifecycleError) return undefined;
    throw error;
  }
}

async function soundNow(store: Store, issue: string): Promise<void> {
  const { status, version } = (await issueById(store.reader, issue)) ?? assert.fail();
  const entries = await auditAfter(store.reader, { after: 0, limit: 1000, subject: issue });
  const moves = entries.filter(({ action }) => action === 'status');
  let is: IssueStatus = 'NEW';
  for (const { from, to } of moves) {
    const next = issueStatusSchema.parse(to);
    assert.equal(from, is);
    assert.ok(mayBecome(is, next), `${is} to ${next}`);
    is = next;
  }
  assert.deepEqual([is, moves.length], [status, version]);
}
