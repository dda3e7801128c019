import assert from 'node:assert/strict';
import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { TestPlan } from '../../verify/frameworks/framework.ts';
import { loadFailure } from './load-failure.ts';

const plan = (language: TestPlan['project']['language']): TestPlan => ({
  framework: 'mocha',
  project: { language, folder: '', manifest: undefined, files: [] },
  testFiles: [],
  invocation: () => ({ files: new Map(), command: [], cwd: '', env: {}, collect: [] }),
  read: () => undefined,
});
const ended = (output: string, status: SandboxResult['status'] = 'exited'): SandboxResult => ({
  ...{ status, exitCode: 1, output, stdout: output, stderr: '', artefacts: new Map(), milliseconds: 1 },
});
const frames = '    at Object.<anonymous> (/w/rates.js:2:18)\n    at Module._compile (node:internal/x:1:1)\n';
const failure = (output: string, language: 'javascript' | 'go' = 'javascript') =>
  loadFailure(plan(language), ended(output), '/w')?.exceptions?.map(({ type, message }) => [type, message]);

describe('tests that do not load', () => {
  it('fail with the error that ended the runner', () => {
    const expected = [['ReferenceError', 'rate is not defined']];
    assert.deepEqual(
      failure(`\n Exception during run: ReferenceError: rate is not defined\n${frames}`),
      expected,
    );
    const thrown = `/w/rates.js:2\nrate;\n^\n\nReferenceError: rate is not defined\n${frames}\nNode.js v24\n`;
    assert.deepEqual(failure(thrown), expected);
  });

  it('are none where the error is not of the project, or there is none', () => {
    const foreign =
      'Error: no\n    at run (/w/node_modules/mocha/lib/run.js:1:1)\n    at a (/usr/b.js:1:1)\n';
    assert.equal(failure(foreign), undefined);
    assert.equal(failure(`ReferenceError: no\n${frames}`, 'go'), undefined);
    assert.equal(failure('Error: Cannot find module\n'), undefined);
    assert.equal(loadFailure(plan('javascript'), ended(`Error: a\n${frames}`, 'timeout'), '/w'), undefined);
  });

  it('are read from any output in time', () => {
    for (const hostile of [
      '    at '.repeat(150_000),
      `${'a'.repeat(1_000_000)}\n    at x`,
      '('.repeat(1_000_000),
    ]) {
      const took = [1, 2, 3].map(() => {
        const began = performance.now();
        failure(hostile);
        return performance.now() - began;
      });
      assert.ok(Math.min(...took) < 500, `${took}`);
    }
  });
});
