import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Coalescer } from './coalesce.ts';

describe('coalescer', () => {
  it('runs once for a burst, soon after another, and at most twice in two intervals', async () => {
    const starts: number[] = [];
    const bell = new EventTarget();
    const coalescer = new Coalescer(async () => {
      starts.push(performance.now());
      bell.dispatchEvent(new Event('run'));
    }, 40);
    for (let burst = 0; burst < 5; burst++) {
      const run = once(bell, 'run');
      for (let ask = 0; ask < 100; ask++) coalescer.ask();
      await run;
    }
    coalescer.dispose();
    assert.equal(starts.length, 5);
    starts.slice(2).forEach((start, index) => {
      assert.ok(start - (starts[index] ?? 0) >= 80, `three runs in ${start - (starts[index] ?? 0)} ms`);
    });
  });

  it('never runs twice at a time, and once more for what was asked meanwhile', async () => {
    const doors: (() => void)[] = [];
    const bell = new EventTarget();
    const coalescer = new Coalescer(() => {
      const run = new Promise<void>(resolve => doors.push(resolve));
      bell.dispatchEvent(new Event('run'));
      return run;
    }, 0);
    let run = once(bell, 'run');
    coalescer.ask();
    await run;
    coalescer.ask();
    coalescer.ask();
    assert.equal(doors.length, 1);
    run = once(bell, 'run');
    doors[0]?.();
    await run;
    assert.equal(doors.length, 2);
    coalescer.dispose();
    doors[1]?.();
  });
});
