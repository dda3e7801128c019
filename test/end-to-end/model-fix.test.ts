import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixReportSchema } from '@errata/protocol/cli';
import { learning, makeShipping, shippingEvent } from '../models/shipping.ts';
import { WireServer } from '../models/wire-server.ts';
import { CommandLine } from '../process/command-line.ts';

describe('an error that templates cannot fix, with a model', function () {
  this.timeout(180_000);
  let folder: string;
  let server: WireServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-model-'));
  });
  beforeEach(async () => {
    server = await WireServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());
  after(() => rm(folder, { recursive: true, force: true }));

  /** A repository of its own with the bug, and the event of it. */
  async function scene(name: string, env: NodeJS.ProcessEnv = {}) {
    const home = join(folder, name);
    const repository = join(home, 'shipping');
    await mkdir(repository, { recursive: true });
    await makeShipping(repository);
    const event = join(home, 'event.json');
    await writeFile(event, JSON.stringify(shippingEvent));
    const errata = new CommandLine(home, env);
    return async (...more: string[]) => {
      const finished = await errata.run(
        ...['fix', '--event', event, '--repo', repository, '--json', ...more],
      );
      assert.ok(finished.stdout !== '', finished.stderr);
      return { ...finished, report: fixReportSchema.parse(JSON.parse(finished.stdout)) };
    };
  }

  it('has no fix without one', async () => {
    const fix = await scene('templates');
    const { report } = await fix('--engine', 'templates');
    assert.notEqual(report.verification?.verdict, 'proven');
  });

  for (const [name, model, api] of [
    ['Anthropic', 'anthropic:scripted-1', 'chat'],
    ['OpenAI Chat', 'openai:scripted-1', 'chat'],
    ['OpenAI Responses', 'openai:scripted-1', 'responses'],
  ] as const) {
    it(`is fixed through ${name} when it is told what its first answer did wrong`, async () => {
      server.script(learning);
      const fix = await scene(`${model}-${api}`.replace(':', '-'), { ERRATA_MODEL_API: api });
      const { code, report, stderr } = await fix(
        '--engine',
        'model',
        '--model',
        model,
        '--model-url',
        server.url,
      );
      assert.equal(code, 0, stderr);
      assert.deepEqual(server.mistakes, []);
      const { recommended, verification, spent, diagnosis, modelTrouble } = report;
      assert.equal(recommended?.engine, 'model');
      assert.match(recommended?.diff ?? '', /\+.*split/);
      assert.deepEqual([verification?.verdict, recommended?.spent?.reflections], ['proven', 1]);
      assert.equal(diagnosis?.explained?.producedAt?.file, 'src/zones.js');
      assert.deepEqual(
        [spent?.model, spent?.calls, spent?.reflections, modelTrouble],
        [model, server.requests.length, 1, undefined],
      );
      assert.ok(report.candidates.some(({ diff }) => diff.includes('(code.toUpperCase())')));
      const told = server.requests.find(({ text }) => text.includes('was tried and does not hold'));
      assert.match(told?.text ?? '', /reproduction still raises[\s\S]*no zone for de-BE/);
      // What strangers wrote stands in no instruction.
      assert.ok(server.requests.every(({ system }) => !system.includes('no zone for de-BE')));
    });
  }

  it('asks nothing again of a run that is taken up again', async () => {
    server.script(learning);
    const fix = await scene('again');
    const engine = ['--engine', 'model', '--model', 'openai:scripted-1', '--model-url', server.url];
    const shown = await fix(...engine);
    const asked = server.requests.length;
    const published = await fix(...engine, '--publish');
    assert.equal(published.report.run, shown.report.run, shown.stderr);
    assert.equal(published.report.recommended?.diff, shown.report.recommended?.diff);
    assert.equal(server.requests.length, asked);
  });

  it('shows what went wrong with the model, and what there is without it', async () => {
    server.key = 'sk-right';
    const fix = await scene('wrong-key', { ERRATA_MODEL_KEY: 'sk-wrong-secret' });
    const model = ['--model', 'openai:scripted-1', '--model-url', server.url];
    const { report, stdout, stderr } = await fix('--engine', 'model', ...model);
    assert.equal(report.modelTrouble?.reason, 'key-refused', stderr);
    assert.ok(report.diagnosis);
    assert.doesNotMatch(stdout + stderr, /sk-wrong-secret/);
  });
});
