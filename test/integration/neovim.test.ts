import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { onPath } from '../machine/apt.ts';
import { CommandLine } from '../process/command-line.ts';

const script = fileURLToPath(new URL('neovim.lua', import.meta.url));
const cli = fileURLToPath(new URL('../../agent/bin/errata.js', import.meta.url));
const source = `function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const trace = `TypeError: Cannot read properties of undefined (reading 'price')
    at total (/srv/app/src/total.js:4:21)
`;

const resultSchema = z.object({
  failure: z.string().optional(),
  diagnostic: z.object({ line: z.int(), message: z.string(), severity: z.int(), source: z.string() }),
  hover: z.string(),
  lens: z.string(),
  actions: z.array(z.string()),
  messages: z.array(z.string()),
});

describe('the agent in Neovim', function () {
  this.timeout(90_000);
  let folder: string;
  let errata: Errata | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-neovim-'));
  });
  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the error at its line, tells of it, follows what is typed and shows the suspect', async function () {
    const nvim = await onPath('nvim');
    if (nvim === undefined) {
      Object.assign(this, { skipReason: 'nvim is not there: apt-get install neovim' });
      this.skip();
    }
    const root = join(folder, 'app');
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(join(root, 'src', 'total.js'), source);
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['-c', 'user.name=Ann', '-c', 'user.email=ann@shop.example', 'commit', '-qm', 'Add up the prices'],
    ])
      execFileSync('git', args, { cwd: root });
    errata = await Errata.start(folder, []);
    await new LogCenterClient(errata.ready).addEvent(new TextEncoder().encode(trace), 'default');

    const result = join(folder, 'result.json');
    const { environment } = new CommandLine(folder, {
      XDG_CACHE_HOME: join(folder, 'cache'),
      ERRATA_RESULT: result,
      ERRATA_ROOT: root,
      ERRATA_LOG_CENTER: errata.ready.url,
      ERRATA_COMMAND: JSON.stringify([process.execPath, cli, 'lsp']),
    });
    const child = spawn(
      nvim,
      ['--headless', '-u', 'NONE', join(root, 'src', 'total.js'), '-c', `luafile ${script}`],
      { env: environment, stdio: ['ignore', 'ignore', 'pipe'], timeout: 80_000 },
    );
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    await once(child, 'close');
    const text = await readFile(result, 'utf8').catch(() =>
      assert.fail(Buffer.concat(said).toString('utf8')),
    );
    const shown = resultSchema.parse(JSON.parse(text));
    assert.equal(shown.failure, undefined, text);
    assert.deepEqual(
      [shown.diagnostic.line, shown.diagnostic.severity, shown.diagnostic.source],
      [3, 1, 'errata'],
    );
    assert.match(shown.diagnostic.message, /reading 'price'\)\nSeen once, on \d{4}-/);
    assert.match(shown.hover, /src\\\/total\\\.js\\:4/);
    assert.match(shown.hover, /Add up the prices — Ann/);
    assert.match(shown.lens, /^DEFAULT-1 · 1× · in the last hour · Fix this error$/);
    assert.deepEqual(
      shown.actions.map(action => action.replace(/ \(.*/, '')),
      ['Fix this error', 'Show suspect commit', 'Ignore until it happens again'],
    );
    const file = /in (\S+\.diff)\.$/.exec(shown.messages[0] ?? '')?.[1] ?? assert.fail(text);
    assert.match(await readFile(file, 'utf8'), /by Ann, .*: Add up the prices/);
  });
});
