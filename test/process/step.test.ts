import assert from 'node:assert/strict';
import { runStep } from './step.ts';

describe('step', () => {
  it('returns stdout alone', async () => {
    const output = await runStep('sh', ['-c', 'echo a; echo e >&2; echo b'], { timeoutMs: 10_000 });
    assert.equal(output, 'a\nb');
  });

  it('says what failed and shows the last lines of both streams', async () => {
    const step = runStep('sh', ['-c', 'for i in 1 2 3; do echo $i; done; exit 4'], {
      timeoutMs: 10_000,
      tailLines: 2,
    });
    await assert.rejects(step, { reason: 'failed', message: /ended with 4\n {2}2\n {2}3$/ });
  });

  it('tells a program that is not there from one that failed', async () => {
    await assert.rejects(runStep('errata-no-such-program', [], { timeoutMs: 10_000 }), { reason: 'missing' });
  });

  it('ends at its time limit and when it is told to', async () => {
    await assert.rejects(runStep('sleep', ['60'], { timeoutMs: 200 }), { reason: 'timed-out' });
    const signal = AbortSignal.timeout(200);
    await assert.rejects(runStep('sleep', ['60'], { timeoutMs: 60_000, signal }), { reason: 'aborted' });
  });
});
