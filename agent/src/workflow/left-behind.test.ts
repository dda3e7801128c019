import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { RunSummary } from '@errata/protocol/run';
import { holderHere, isGone, personHere } from './holder.ts';
import { summaryView } from './left-behind.ts';

const run = (change: Partial<RunSummary>): RunSummary => ({
  ...{ id: 'r', issue: 'A-1', stage: 'verify', version: 1, fence: 1, holder: 'bo@elsewhere, editor (pid 1)' },
  ...{ lease: 'held', leaseUntil: '2999-01-01T00:00:00.000Z', startedAt: '2026-01-01T00:00:00.000Z' },
  ...{ updatedAt: '2026-01-01T00:00:00.000Z', message: 'Proving' },
  ...change,
});
/** Of a process that has ended. */
const dead = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a run that is not under way here', () => {
  it('names who works on it, as long as their lease holds', () => {
    const { stage, holder, message } = summaryView(run({}));
    assert.deepEqual([stage, holder, message], ['verify', 'bo@elsewhere, editor (pid 1)', 'Proving']);
    assert.equal(summaryView(run({ leaseUntil: '2020-01-01T00:00:00.000Z' })).holder, undefined);
  });

  it('has stopped where its agent left it in the middle', () => {
    const gone = run({ holder: `${personHere()}, editor (pid ${dead()})` });
    for (const left of [gone, run({ lease: 'abandoned' })]) {
      const { stage, failure, holder } = summaryView(left);
      assert.deepEqual([stage, failure?.reason, holder], ['cancelled', 'stopped', undefined]);
    }
  });

  it('is as it stands where it waits for a person, or has ended', () => {
    for (const stage of ['awaiting-approval', 'published', 'failed'] as const) {
      const view = summaryView(run({ stage, lease: stage === 'awaiting-approval' ? 'abandoned' : 'ended' }));
      assert.deepEqual([view.stage, view.failure], [stage, undefined]);
    }
  });
});

describe('who holds a lease', () => {
  it('is gone only when it was a process of this person on this machine', () => {
    assert.equal(isGone(holderHere('editor')), false);
    assert.equal(isGone(`${personHere()}, errata fix (pid ${dead()})`), true);
    for (const other of [`bo@elsewhere, editor (pid ${dead()})`, personHere(), '', 'x (pid 1)', ', (pid )'])
      assert.equal(isGone(other), false, other);
  });
});
