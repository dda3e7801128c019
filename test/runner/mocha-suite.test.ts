import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMocha } from './mocha-suite.ts';
import { toStdout } from './print.ts';
import { report, succeeded } from './report.ts';
import type { MochaSuite } from './suites.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

describe('running a suite', () => {
  let root = '';

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-runner-'));
    await symlink(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('counts passes, failures and skips with their reasons', async () => {
    const outcome = await run(`
      it('passes', () => {});
      it('fails', () => { throw new Error('boom'); });
      describe('needs much', () => {
        before(function () { this.skipReason = 'there is no moon'; this.skip(); });
        it('is skipped', () => {});
      });`);
    assert.equal(outcome.passed, 1);
    assert.match(outcome.failures[0]?.title ?? '', /^inner fails \[.*inner\.test\.ts\]$/);
    assert.match(outcome.failures[0]?.detail ?? '', /boom/);
    assert.deepEqual(outcome.skips, [{ title: 'inner needs much is skipped', reason: 'there is no moon' }]);

    const printed = report([outcome]).split('\n');
    assert.equal(printed.at(-1), '1 passed, 1 failed, 1 skipped');
    assert.ok(printed.some(line => line.startsWith('FAILED inner: inner fails')));
    assert.equal(succeeded([outcome]), false);
  });

  it('counts a process that ends in the middle as a failure, even with exit code 0', async () => {
    const outcome = await run(`it('passes', () => {}); it('leaves', () => process.exit(0));`);
    assert.deepEqual(outcome.failures, [
      { title: 'the suite itself', detail: 'ended with 0 before the tests were over' },
    ]);
  });

  it('counts a file that does not load as a failure', async () => {
    const outcome = await run(`throw new Error('at the top');`);
    assert.equal(outcome.failures.length, 1);
  });

  it('ends a suite that takes too long', async () => {
    const outcome = await run(`it('hangs', done => { setInterval(() => {}, 1000); });`, { timeoutMs: 3000 });
    assert.match(outcome.failures.at(-1)?.detail ?? '', /took longer/);
  });

  it('does not call a suite without tests a success', async () => {
    const empty = await run('');
    const absent = await runMocha({ ...SUITE, files: ['nothing/**/*.test.ts'] }, root, { print: toStdout });
    assert.equal(empty.failures[0]?.detail, 'has no tests');
    assert.equal(absent.failures.length, 1);
    assert.equal(succeeded([]), false);
  });

  it('shares files out among processes, and adds up what they found', async () => {
    const body = (name: string) => `
      it('passes', () => {});
      it('is alone', () => { if (global.seen) throw new Error('two files in one process'); global.seen = true; });
      it('is skipped', function () { this.skipReason = '${name}'; this.skip(); });`;
    for (const name of ['one', 'two', 'three']) {
      await writeFile(join(root, `${name}.test.ts`), `describe('${name}', () => {${body(name)}});`);
    }
    const lines: string[] = [];
    const outcome = await runMocha({ ...SUITE, sideBySide: 2 }, root, { print: line => lines.push(line) });
    assert.equal(outcome.passed, 5);
    assert.equal(outcome.failures.length, 1);
    assert.match(outcome.failures[0]?.detail ?? '', /two files in one process/);
    assert.deepEqual(outcome.skips.map(skip => skip.reason).sort(), ['one', 'three', 'two']);

    const passes = lines.filter(line => line.includes('✓ passes')).map(line => line.trim());
    assert.deepEqual(passes.sort(), ['1│    ✓ passes', '1│    ✓ passes', '2│    ✓ passes']);

    const more = await runMocha({ ...SUITE, sideBySide: 8 }, root, { print: toStdout });
    assert.deepEqual([more.passed, more.failures], [6, []]);
  });

  async function run(body: string, suite: Partial<MochaSuite> = {}) {
    await writeFile(join(root, 'inner.test.ts'), `describe('inner', () => {${body}});`);
    return runMocha({ ...SUITE, ...suite }, root, { print: toStdout });
  }
});

const SUITE: MochaSuite = {
  kind: 'mocha',
  name: 'inner',
  files: ['*.test.ts'],
  exclude: [],
  testTimeoutMs: 20_000,
  timeoutMs: 60_000,
  sideBySide: 1,
  perTest: true,
};
