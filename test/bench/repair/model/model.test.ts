import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ScriptedAnswer, WireServer } from '../../../models/wire-server.ts';
import type { ModelAnswer } from './answer.ts';
import { modelFigures, modelRows } from './figures.ts';
import { KeptAnswers } from './kept-answers.ts';

const answer = (name: string, more: Partial<ModelAnswer> = {}): ModelAnswer => ({
  ...{ name, date: '2026-01-01T00:00:00.000Z', commit: 'abc', resolved: false, held: 0, milliseconds: 1000 },
  ...more,
});
const spent = (cost?: number) => ({
  ...{ model: 'openai:x', calls: 2, tokens: { input: 90, output: 10, cacheRead: 0, cacheWrite: 0 } },
  ...{ milliseconds: 500, ...(cost !== undefined && { cost }) },
});

describe('figures of a model', () => {
  it('tell what is resolved, plausible and correct, and what it took', () => {
    const figures = modelFigures([
      answer('a', { resolved: true, held: 1, rank: 1, engine: 'model', spent: spent(0.02) }),
      answer('b', { resolved: true, held: 2, rank: 2, engine: 'templates' }),
      answer('c', { held: 1, spent: spent(0.01), trouble: { reason: 'bad-answer', message: 'No edit.' } }),
      answer('d', { rank: 0, milliseconds: 3000 }),
    ]);
    assert.deepEqual(
      { ...figures, cost: figures.cost?.toFixed(2) },
      {
        ...{ cases: 4, resolved: 2, byModel: 1, plausible: 3, known: 3, correct: 1, calls: 4, tokens: 200 },
        ...{ cost: '0.03', median: 1000, p95: 3000, troubles: { 'bad-answer': 1 } },
      },
    );
  });

  it('say no sum where a price is not known', () => {
    const figures = modelFigures([answer('a', { spent: spent(0.02) }), answer('b', { spent: spent() })]);
    assert.equal(figures.cost, undefined);
    assert.ok(
      modelRows(figures).every(({ what, measured }) => what !== 'cost' || measured.errata === undefined),
    );
  });
});

describe('a model that is measured', function () {
  this.timeout(180_000);
  let folder: string;
  let server: WireServer;
  before(async () => {
    server = await WireServer.start();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-model-bench-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(() => server[Symbol.asyncDispose]());

  it('has each answer in a line, of which the last may be broken', async () => {
    const kept = await KeptAnswers.open(folder, 'openai:a/b c');
    await kept.add(answer('one'));
    await kept.add(answer('two', { rank: 1 }));
    await appendFile(kept.file, '{"name":"thr');
    const again = await KeptAnswers.open(folder, 'openai:a/b c');
    assert.deepEqual(again.all, [answer('one'), answer('two', { rank: 1 })]);
  });

  /** A price that is cut to cents instead of rounded: nothing that a template mends. */
  const broken = 'export function cents(price) {\n  return Math.floor(price * 100);\n}\n';
  const mended = broken.replace('Math.floor', 'Math.round');
  const test = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cents } from '../src/price.js';

test('counts cents', () => {
  assert.equal(cents(1.15), 115);
});
`;
  const fix = `LABEL: root-cause
EXPLANATION: Round the price.

FILE: src/price.js
<<<<<<< SEARCH
  return Math.floor(price * 100);
=======
  return Math.round(price * 100);
>>>>>>> REPLACE
`;

  async function writeCase(name: string, truth: boolean): Promise<void> {
    const tree = path.join(folder, name, 'tree');
    await mkdir(path.join(tree, 'src'), { recursive: true });
    await mkdir(path.join(tree, 'test'));
    await writeFile(
      path.join(tree, 'package.json'),
      '{ "type": "module", "scripts": { "test": "node --test" } }\n',
    );
    await writeFile(path.join(tree, 'src/price.js'), broken);
    await writeFile(path.join(tree, 'test/price.test.js'), test);
    const known = truth ? { truth: { files: { 'src/price.js': mended } } } : {};
    const text = { tree: 'tree', failingTests: ['test/price.test.js'], ...known };
    await writeFile(path.join(folder, name, 'case.json'), JSON.stringify(text));
  }

  const bench = (...more: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
      const main = path.join(import.meta.dirname, '../../main.ts');
      const args = ['repair', '--cases', folder, '--model', 'openai:scripted-1', '--model-url', server.url];
      const env = { ...process.env, ERRATA_MODEL_API: '', XDG_STATE_HOME: path.join(folder, '.state') };
      execFile(process.execPath, [main, ...args, ...more], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const always = (said: ScriptedAnswer) => server.script(() => said);
  const results = async () =>
    JSON.parse(await readFile(path.join(folder, '.results/openai-scripted-1.json'), 'utf8'));

  it('is asked about each case once, however often it is started', async () => {
    await writeCase('known', true);
    await writeCase('unknown', false);
    always(fix);
    const { code, stdout, stderr } = await bench();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /resolved, of 2 +\|/);
    const { figures, answers } = await results();
    const { cases, resolved, byModel, known, correct } = figures;
    assert.deepEqual(
      { cases, resolved, byModel, known, correct },
      { cases: 2, resolved: 2, byModel: 2, known: 1, correct: 1 },
    );
    assert.deepEqual(
      answers.map((each: ModelAnswer) => [each.name, each.engine, each.rank]),
      [
        ['known', 'model', 1],
        ['unknown', 'model', undefined],
      ],
    );
    const asked = server.requests.length;
    assert.ok(asked > 0);
    assert.match((await bench()).stdout, /2 of 2 cases were measured before/);
    assert.equal(server.requests.length, asked);
  });

  it('stops where asking is of no use, and goes on there', async () => {
    await writeCase('one', true);
    always({ fault: 'wrong-key' });
    const stopped = await bench();
    assert.equal(stopped.code, 1, stopped.stderr);
    assert.match(stopped.stdout, /Stopped: .*goes on from here/);
    assert.deepEqual((await results()).answers, []);
    always(fix);
    const { code, stderr } = await bench();
    assert.equal(code, 0, stderr);
    assert.equal((await results()).figures.resolved, 1);
  });

  it('is told of where what was asked for is no model', async () => {
    const { code, stderr } = await bench('--model', 'nothing');
    assert.equal(code, 2);
    assert.match(stderr, /“nothing” is no model/);
  });
});
