import assert from 'node:assert/strict';
import type { Candidate, Verification } from '@errata/protocol/proposal';
import { describe, it } from 'mocha';
import { failedFixOf } from './failed-fix.ts';
import { summary } from './summary.ts';

const passed = { passed: 3, failed: 0, failures: [], ran: true, output: 'ok' };

function failed(verification: Partial<Verification>): string {
  const candidate: Candidate = {
    ...{ id: 'a', engine: 'model', label: 'guard', explanation: 'It is mended.', prior: 0.5 },
    changes: [{ path: 'a.js', before: 'a', after: 'b' }],
    verification: {
      reproduction: { before: { result: 'raised', output: '' }, after: { result: 'passed', output: 'fine' } },
      ...{ sandbox: 'none', tests: { before: passed, after: passed }, verdict: 'rejected', milliseconds: 1 },
      reason: 'It does not hold.',
      ...verification,
    },
  };
  return failedFixOf(candidate).output;
}

describe('what a model is told of a fix that was tried', () => {
  it('is what the reproduction printed, where that fails', () => {
    const before = { result: 'raised' as const, output: '' };
    const output = failed({ reproduction: { before, after: { result: 'other', output: 'KeyError: 1\n' } } });
    assert.equal(output, 'It does not hold.\n\nThe reproduction printed:\nKeyError: 1');
    assert.equal(failed({}), 'It does not hold.');
  });

  it('is which tests fail only now, and what they printed', () => {
    const before = { ...passed, failures: ['old'] };
    const after = { ...passed, failures: ['old', 'new'], output: 'new: 1 is not 2' };
    const output = failed({ tests: { before, after } });
    assert.match(output, /fail now:\nnew\n\nThe tests printed:\nnew: 1 is not 2$/);
    assert.match(
      failed({ tests: { before, after: { ...after, failures: [], ran: false } } }),
      /The tests printed/,
    );
  });

  it('is short, and the same for the same failure', () => {
    const at = (id: string, took: string) =>
      `\u001b[31mError\u001b[0m: 1 took ${took}\n  at /tmp/errata-sandbox-12.${id}/tree/src/a.js:1\n  at b\n  at b\n10%\r20%`;
    assert.equal(summary(at('34-ab', '12 ms')), 'Error: 1 took … s\n  at tree/src/a.js:1\n  at b\n20%');
    assert.equal(summary(at('34-ab', '12 ms')), summary(at('56-cd', '1.5s')));
    const long = Array.from({ length: 1000 }, (_, line) => `line ${line}${'x'.repeat(1000)}`).join('\n');
    assert.ok(summary(long).length < 13_000);
    const lines = summary(long).split('\n');
    assert.ok(lines.length < 100 && lines.every(line => line.length <= 300));
    assert.ok(
      lines[0]?.startsWith('line 0x') && lines.at(-1)?.startsWith('line 999x') && lines.includes('⋯'),
    );
  });

  it('is nothing where it was not tried', () => {
    const fix = {
      id: 'a',
      engine: 'model',
      label: 'guard',
      explanation: '',
      prior: 0.5,
      changes: [],
    } as const;
    assert.equal(failedFixOf({ ...fix, changes: [] }).output, '');
  });
});
