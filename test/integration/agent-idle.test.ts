import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { agentRequests } from '@errata/protocol/agent-rpc';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { until } from '../editor/poll.ts';
import { BareClient } from './bare-client.ts';

const files = 60;
const watchMilliseconds = Number(process.env['ERRATA_IDLE_MS'] ?? 5_000);
/** What `/proc/<pid>/stat` counts in. */
const ticksPerSecond = 100;

const text = (at: number) => `export function run${at}(input) {\n  return input.value${at};\n}\n`;
const trace = (at: number) => `TypeError: Cannot read properties of undefined (reading 'value${at}')
    at run${at} (/srv/app/src/part-${at}.js:2:16)
`;

describe('the agent when nothing happens', function () {
  this.timeout(120_000 + watchMilliseconds);
  let folder: string;
  let errata: Errata;
  let client: BareClient;

  before(async function () {
    // What a process takes is read where Linux tells it.
    if (process.platform !== 'linux') {
      process.stdout.write('      there is no /proc here\n');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'errata-idle-'));
    const root = join(folder, 'app');
    await mkdir(join(root, 'src'), { recursive: true });
    for (let at = 0; at < files; at++) await writeFile(join(root, 'src', `part-${at}.js`), text(at));
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qm', 'one'],
    ])
      execFileSync('git', args, { cwd: root });
    errata = await Errata.start(folder, []);
    const center = new LogCenterClient(errata.ready);
    for (let at = 0; at < files; at++) await center.addEvent(new TextEncoder().encode(trace(at)), 'default');
    client = await BareClient.start({
      home: folder,
      root,
      logCenter: errata.ready.url,
      env: { GIT_TRACE2_EVENT: join(folder, 'git-trace') },
    });
    const uri = pathToFileURL(join(root, 'src', 'part-7.js')).href;
    await client.open(uri, text(7));
    await client.diagnosedAt(uri, 1);
    assert.notEqual(await client.hover(uri, 1), '');
  });
  after(async () => {
    await client?.[Symbol.asyncDispose]();
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const gitStarts = async () => {
    const said = await readFile(join(folder, 'git-trace'), 'utf8').catch(() => '');
    return said.split('\n').filter(row => row.includes('"event":"start"')).length;
  };
  const children = async () => {
    const tasks = await readdir(`/proc/${client.pid}/task`);
    const all = tasks.map(task => readFile(`/proc/${client.pid}/task/${task}/children`, 'utf8'));
    return (await Promise.all(all)).join('').trim();
  };
  const ticks = async () => {
    const stat = await readFile(`/proc/${client.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const megabytes = async () => {
    const status = await readFile(`/proc/${client.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  };

  it('has placed all errors, holds no process of git, and takes next to no processor and little memory', async () => {
    await until('all errors to be placed', async () => {
      const answer = await client.connection.sendRequest('errata/places', {});
      return agentRequests['errata/places'].result.parse(answer).places.length === files;
    });
    // One that reads objects, and ends when it was idle for a moment.
    await until('git to end', async () => (await children()) === '');
    const before = { ticks: await ticks(), git: await gitStarts() };
    const began = performance.now();
    await pause(watchMilliseconds);
    const seconds = (performance.now() - began) / 1000;
    const used = (await ticks()) - before.ticks;
    const percent = (used / ticksPerSecond / seconds) * 100;
    const memory = await megabytes();
    process.stdout.write(
      `      ${before.git} git processes for ${files} errors; then ${(await gitStarts()) - before.git}, ${percent.toFixed(2)} % of a processor in ${seconds.toFixed(0)} s, ${memory.toFixed(0)} MB\n`,
    );
    assert.equal((await gitStarts()) - before.git, 0);
    assert.equal(await children(), '');
    // From source it takes more than the bundle that ships, which the bench holds to its budget.
    assert.ok(memory <= 160, `${memory} MB`);
    // Collecting garbage after the start takes some; 0.5 % of five minutes is a second and a half.
    assert.ok(used <= 25, `${used} hundredths of a second`);
  });
});
