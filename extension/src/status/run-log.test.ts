import assert from 'node:assert/strict';
import type { RunView } from '@errata/protocol/agent-rpc';
import { RunLog } from './run-log.ts';

describe('the log of runs', () => {
  it('has a line for each stage and word, and how long stages took', () => {
    const lines: string[] = [];
    let now = 0;
    const log = new RunLog(
      line => lines.push(line),
      () => now,
    );
    const note = (stage: RunView['stage'], message = '', change: Partial<RunView> = {}) =>
      log.note({ id: 'r', issue: 'SHOP-1', stage, message, startedAt: '', ...change });
    note('locate');
    note('locate');
    now = 1500;
    note('verify', 'candidate\u001b[31m 1\nof 2');
    note('verify', 'candidate 2 of 2');
    note('verify', 'candidate 2 of 2');
    now = 4000;
    note('failed', '', { failure: { reason: 'x', message: 'No candidate works.' } });
    note('failed', '', { failure: { reason: 'x', message: 'No candidate works.' } });
    assert.deepEqual(lines.slice(0, 4), [
      '[run] SHOP-1 locate',
      '[run] SHOP-1 verify (locate took 1.5 s): candidate [31m 1 of 2',
      '[run] SHOP-1 verify: candidate 2 of 2',
      '[run] SHOP-1 failed (verify took 2.5 s): No candidate works.',
    ]);
    assert.equal(lines.length, 4);
  });
});
