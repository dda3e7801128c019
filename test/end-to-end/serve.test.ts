import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readySchema } from '@errata/protocol/center-record';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npx errata serve', () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-serve-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('prints one line when it is ready, and stops cleanly with npx', async function () {
    this.timeout(60_000);
    const env = { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') };
    const npx = spawn('npx', ['errata', 'serve', '--json', '--data', join(home, 'data')], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(npx, 'exit');
    const [line] = await once(createInterface({ input: npx.stdout }), 'line');
    const ready = readySchema.parse(JSON.parse(line));
    assert.equal((await fetch(`${ready.url}/healthz`)).status, 200);
    assert.equal(new URL(ready.url).hostname, '127.0.0.1');
    npx.kill('SIGTERM');
    await ended;
    const deadline = Date.now() + 15_000;
    while (await answers(ready.url)) assert.ok(Date.now() < deadline, 'the log center still answers');
    const records = join(home, 'state', 'errata', 'centers');
    while ((await readdir(records)).length > 0) assert.ok(Date.now() < deadline, 'its record is still there');
  });
});

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(`${url}/healthz`);
    return true;
  } catch {
    return false;
  }
}
