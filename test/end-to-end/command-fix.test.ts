import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixReportSchema } from '@errata/protocol/cli';
import { lookup, makeShipping, shippingEvent, shippingFiles } from '../models/shipping.ts';
import { type WireRequest, WireServer } from '../models/wire-server.ts';
import { CommandLine } from '../process/command-line.ts';

const CODER = fileURLToPath(new URL('../models/programs/coder.cjs', import.meta.url));
const zones = shippingFiles['src/zones.js'] ?? '';

/** What the program is told to write: the right thing once it hears what was wrong. */
function deeds({ text }: WireRequest): string {
  const better = text.includes('was tried and does not hold')
    ? `  const country = code.split('-', 1)[0].toUpperCase();\n${lookup.replace('(code)', '(country)')}`
    : lookup.replace('(code)', '(code.toUpperCase())');
  return JSON.stringify({
    write: { 'src/zones.js': zones.replace(lookup, () => better) },
    say: 'LABEL: root-cause\nEXPLANATION: Codes are looked up by their country.',
  });
}

describe('an error that templates cannot fix, with another program', function () {
  this.timeout(180_000);
  let folder: string;
  let server: WireServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-command-'));
    server = await WireServer.start();
    server.key = 'sk-the-true-key';
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [program, model] of [
    ['claude', 'anthropic:scripted-1'],
    ['codex', 'openai:scripted-1'],
  ] as const)
    it(`is fixed by ${program} in the sandbox, when it is told what its first fix did wrong`, async () => {
      const home = join(folder, program);
      const repository = join(home, 'shipping');
      await mkdir(repository, { recursive: true });
      await makeShipping(repository);
      await copyFile(CODER, join(home, program));
      const event = join(home, 'event.json');
      await writeFile(event, JSON.stringify(shippingEvent));
      server.script(deeds);
      const asked = server.requests.length;
      const errata = new CommandLine(home, {
        ERRATA_ENGINE_COMMAND: join(home, program),
        ERRATA_MODEL_KEY: 'sk-the-true-key',
      });
      const { code, stdout, stderr } = await errata.run(
        ...['fix', '--event', event, '--repo', repository, '--json', '--engine', 'command'],
        ...['--model', model, '--model-url', server.url],
      );
      assert.ok(stdout !== '', stderr);
      const { recommended, verification, spent, modelTrouble } = fixReportSchema.parse(JSON.parse(stdout));
      assert.equal(code, 0, stderr);
      assert.deepEqual([modelTrouble, server.mistakes], [undefined, []]);
      assert.deepEqual(
        [recommended?.engine, verification?.verdict, recommended?.spent?.reflections],
        ['command', 'proven', 1],
      );
      assert.match(recommended?.diff ?? '', /\+.*split/);
      assert.equal(spent?.calls, server.requests.length - asked);
      assert.doesNotMatch(stdout + stderr, /sk-the-true-key/);
    });
});
