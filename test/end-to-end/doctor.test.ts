import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ScriptedAnswer, WireServer } from '../models/wire-server.ts';
import { CommandLine } from '../process/command-line.ts';

const reportSchema = z.object({
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      fix: z.string().optional(),
      reason: z.string().optional(),
      needed: z.boolean(),
    }),
  ),
  logCenter: z.object({ url: z.string() }),
});

describe('errata doctor with a model', function () {
  this.timeout(120_000);
  let folder: string;
  let server: WireServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-doctor-'));
    server = await WireServer.start();
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const secret = 'sk-canary-of-the-doctor';
  const env = { ERRATA_MODEL_KEY: secret, ERRATA_MODEL: '', ERRATA_MODEL_URL: '', ERRATA_ENGINE_COMMAND: '' };
  const examine = async (args: readonly string[], own: NodeJS.ProcessEnv = {}) => {
    const { stdout, stderr, code } = await new CommandLine(folder, { ...env, ...own }).run(
      ...['doctor', '--repo', folder, '--json', ...args],
    );
    assert.ok(!`${stdout}${stderr}`.includes(secret));
    const { checks } = reportSchema.parse(JSON.parse(stdout));
    return { code, engines: checks.filter(({ name }) => name === 'model' || name === 'command') };
  };
  const named = () => ['--model', 'anthropic:scripted-1', '--model-url', server.url];

  it('asks it one short question and says how long that took', async () => {
    const asked = server.requests.length;
    server.script(['Yes.']);
    const { engines } = await examine(named());
    assert.equal(engines.length, 1);
    assert.ok(engines[0]?.ok);
    assert.match(
      engines[0]?.detail ?? '',
      /^anthropic:scripted-1 answers \(\d+\.\d s, its price is not known\)$/,
    );
    assert.equal(server.requests.length, asked + 1);
    assert.equal(server.requests.at(-1)?.key, secret);
    assert.deepEqual(server.mistakes, []);
  });

  const faults: [ScriptedAnswer, string][] = [
    [{ fault: 'wrong-key' }, 'key-refused'],
    [{ fault: 'no-such-model' }, 'model-not-found'],
    [{ fault: 'refusal' }, 'refused'],
    [{ fault: 'malformed' }, 'bad-answer'],
  ];
  for (const [answer, reason] of faults) {
    it(`says what is the matter: ${reason}`, async () => {
      server.script([answer]);
      const { engines, code } = await examine(named());
      assert.deepEqual([engines[0]?.ok, engines[0]?.reason, engines[0]?.needed], [false, reason, true]);
      assert.equal(code, 1);
    });
  }

  it('says which there are, in place of one that there is not', async () => {
    server.script([{ fault: 'no-such-model' }]);
    server.offered = [{ id: 'scripted-2' }, { id: 'scripted-3\u001b[2J' }];
    const { engines } = await examine(named());
    server.offered = undefined;
    assert.match(engines[0]?.fix ?? '', /^Name one of scripted-2, scripted-3⟦U\+001B⟧\[2J\.$/);
  });

  it('needs none where none was named', async () => {
    const { engines } = await examine([]);
    assert.deepEqual(
      engines.map(({ name, ok, reason, needed }) => [name, ok, reason, needed]),
      [['model', false, 'no-model', false]],
    );
  });

  it('goes on where what was chosen is no model, has no key or is no program', async () => {
    const { engines: unknown } = await examine(['--model', 'nothing']);
    assert.deepEqual(
      unknown.map(({ reason }) => reason),
      ['no-model'],
    );
    const { engines: keyless } = await examine(
      ['--model', 'openai:x', '--model-url', 'https://models.invalid/v1'],
      {
        ERRATA_MODEL_KEY: '',
      },
    );
    assert.deepEqual(
      keyless.map(({ reason }) => reason),
      ['no-key'],
    );
    const keys = { ERRATA_MODEL_KEY: '', ANTHROPIC_API_KEY: '' };
    const commands = ['errata-no-such-program {prompt}', 'sh -c "x {prompt}"', 'claude'];
    const reasons: (string | undefined)[] = [];
    for (const command of commands) {
      const { engines } = await examine([], { ...keys, ERRATA_ENGINE_COMMAND: command });
      assert.deepEqual(
        engines.map(({ name, ok }) => [name, ok]),
        [['command', false]],
      );
      reasons.push(engines[0]?.reason);
    }
    assert.deepEqual(reasons, ['command-failed', 'command-failed', 'no-key']);
  });
});
