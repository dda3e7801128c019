import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { deploymentSchema } from '@errata/protocol/deployment';
import { createdHookSchema, hookSchema } from '@errata/protocol/hook';
import { z } from 'zod';
import { Errata } from '../../examples/demo/errata.ts';
import { readGithub } from '../../log-center/src/http/hooks/github.ts';
import { CenterClient } from '../../log-center/src/testing/center-client.ts';
import { HookSender } from '../../log-center/src/testing/hook-sender.ts';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../agent/bin/errata.js', import.meta.url));

/** What GitHub gives as examples of its webhooks. */
const examples = z
  .array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }))
  .parse(createRequire(import.meta.url)('@octokit/webhooks-examples'));

describe("GitHub's examples of its webhooks", () => {
  it('are understood or passed over, every one of them', () => {
    const understood = new Map<string, number>();
    for (const { name, examples: payloads } of examples) {
      for (const payload of payloads) {
        const facts = readGithub(name, payload);
        if (facts.length > 0) understood.set(name, (understood.get(name) ?? 0) + 1);
      }
    }
    const all = (name: string) => examples.find(each => each.name === name)?.examples.length;
    for (const name of ['pull_request', 'pull_request_review', 'check_run', 'workflow_run', 'status']) {
      assert.equal(understood.get(name), all(name), name);
    }
    for (const name of ['pull_request_review_comment', 'deployment_status', 'release']) {
      assert.ok((understood.get(name) ?? 0) > 0, name);
    }
    assert.deepEqual(
      [...understood.keys()].filter(name => all(name) === undefined),
      [],
    );
    assert.equal(understood.size, 8, [...understood.keys()].join(' '));
  });
});

describe('errata hooks', () => {
  let folder: string;
  let errata: Errata;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-hooks-'));
    errata = await Errata.start(folder, []);
    await errata.project('shop');
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function hooks(...args: string[]): Promise<string> {
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const options = ['hooks', '--project', 'shop', '--log-center', errata.ready.url, ...args];
    return (await run(process.execPath, [cli, ...options], { env })).stdout;
  }

  it('makes, lists and removes them, and says what to paste where', async () => {
    for (const [source, field] of [
      ['github', 'Payload URL'],
      ['gitlab', 'Signing token'],
      ['gitea', 'Target URL'],
    ] as const) {
      const said = await hooks('--add', source);
      assert.match(said, new RegExp(field));
      assert.match(said, new RegExp(`${errata.ready.url}/hooks/${source}\\?project=shop`));
      assert.match(said, /errata_[\w-]{43}|whsec_[\w+/]{43}=/);
      assert.match(said, /on this machine only/);
    }
    const made = z
      .object({ hook: createdHookSchema })
      .parse(JSON.parse(await hooks('--add', 'github', '--json')));
    const sender = new HookSender(made.hook);
    assert.equal((await sender.send('ping', {})).status, 202);
    const removed = await hooks('--remove', String(made.hook.id), '--json');
    assert.equal(z.object({ hook: hookSchema }).parse(JSON.parse(removed)).hook.id, made.hook.id);
    assert.equal((await sender.send('ping', {})).status, 401);
    const listed = z.object({ hooks: z.array(hookSchema) }).parse(JSON.parse(await hooks('--json')));
    assert.deepEqual(
      listed.hooks.map(({ source }) => source),
      ['github', 'gitlab', 'gitea'],
    );
    assert.equal((await hooks()).trim().split('\n').length, 3);
    await assert.rejects(hooks('--remove', 'x'), /is not the number of a webhook/);
    await assert.rejects(hooks('--add', 'github', '--remove', '1'), /cannot be used with/);
  });

  it('gives a pipeline lines of a shell that tell of a deployment', async () => {
    const said = await hooks('--add', 'deployments');
    const lines = said.split('\n');
    const [, secret] = /^ERRATA_SECRET +(\S+)$/m.exec(said) ?? assert.fail(said);
    const script = lines.filter(line => /^(?:body|time|signature|curl)\b/.test(line)).join('\n');
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    await run('sh', ['-ec', script], { cwd, env: { ...process.env, ERRATA_SECRET: secret } });
    const client = new CenterClient(errata.ready);
    const told = z.object({ deployments: z.array(deploymentSchema) });
    const { deployments } = await client.get(told, '/deployments?project=shop');
    assert.deepEqual(
      deployments.map(({ version, environment, source }) => [version, environment, source]),
      [['1.2.3', 'production', 'hook']],
    );
    assert.match(deployments[0]?.commit ?? '', /^[0-9a-f]{40}$/);
  });
});
