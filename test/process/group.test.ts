import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../editor/poll.ts';
import { ProcessGroup } from './group.ts';

const STUBBORN = "trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$; while :; do sleep 1; done\" & wait";

describe('process group', () => {
  it('tells how its command ended', async () => {
    const failing = ProcessGroup.start('sh', ['-c', 'exit 3'], { output: 'ignore' });
    assert.deepEqual(await failing.ended, { code: 3, signal: null });
    const absent = ProcessGroup.start('errata-no-such-command', [], { output: 'ignore' });
    assert.equal((await absent.ended).code, 127);
    await Promise.all([failing.stop(), absent.stop()]);
  });

  it('ends grandchildren that ignore being asked', async () => {
    const group = ProcessGroup.start('sh', ['-c', STUBBORN], { output: 'pipe' });
    const grandchild = await firstNumber(group.child.stdout);
    await group.stop(100);
    await until('the grandchild to be gone', async () => !alive(grandchild));
  });

  it('dies with its owner, even when that is killed outright', async () => {
    const owner = `import { ProcessGroup } from ${JSON.stringify(join(import.meta.dirname, 'group.ts'))};
      const group = ProcessGroup.start('sh', ['-c', ${JSON.stringify(STUBBORN)}], { output: 'pipe' });
      group.child.stdout.pipe(process.stdout);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', owner], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const grandchild = await firstNumber(child.stdout);
    assert.ok(alive(grandchild));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await until('the grandchild to be gone', async () => !alive(grandchild));
  });
});

async function firstNumber(stream: NodeJS.ReadableStream | null): Promise<number> {
  assert.ok(stream);
  const [line] = await once(createInterface({ input: stream }), 'line', {
    signal: AbortSignal.timeout(10_000),
  });
  return Number(line);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
