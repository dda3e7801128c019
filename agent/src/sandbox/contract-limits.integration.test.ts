import assert from 'node:assert/strict';
import { processesWith } from './contract-fixture.ts';
import { describeContract } from './contract-room.ts';

const MiB = 1024 * 1024;

describeContract('limits', room => {
  it('ends everything when the time is up', async () => {
    const mark = `97${Math.trunc(Math.random() * 1e6)}`;
    const script = `trap '' TERM INT HUP; (setsid sleep ${mark} &) ; nohup sleep ${mark} & echo started; sleep ${mark}`;
    const result = await room.sh(script, { limits: { seconds: 1 } });
    assert.deepEqual([result.status, result.exitCode, result.stdout], ['timeout', null, 'started\n']);
    assert.ok(result.milliseconds < 8000, `${result.milliseconds} ms`);
    assert.deepEqual(await processesWith(mark), []);
  });

  it('bounds processes', async () => {
    const script =
      'import os,time\nn=0\nfor _ in range(600):\n  try:\n    if os.fork()==0: time.sleep(20); os._exit(0)\n    n+=1\n  except OSError: break\nprint(n)';
    const result = await room.run({ command: ['python3', '-c', script], limits: { processes: 40 } });
    assert.equal(result.status, 'exited', result.reason);
    assert.ok(Number(result.stdout) > 5 && Number(result.stdout) < 41, result.output);
    const bomb = await room.sh('bomb() { bomb | bomb & }; bomb; sleep 1', {
      limits: { processes: 40, seconds: 5 },
    });
    assert.notEqual(bomb.status, 'infra-error', bomb.reason);
  });

  it('bounds the memory of a process and says so', async () => {
    const python = await room.run({
      command: ['python3', '-c', 'x = bytearray(400 << 20); print(len(x))'],
      limits: { memoryBytes: 256 * MiB },
    });
    assert.deepEqual([python.status, python.stdout], ['oom', '']);
    const node = await room.run({
      command: [
        'node',
        '--max-old-space-size=64',
        '-e',
        'const a = []; for (;;) a.push(new Array(1e5).fill({}))',
      ],
    });
    assert.equal(node.status, 'oom');
  });

  it('bounds the memory of all processes together, if it says so', async () => {
    const limits = { memoryBytes: 128 * MiB, diskBytes: 16 * MiB, tmpBytes: 16 * MiB };
    const script = `import os, time
for _ in range(4):
  if os.fork() == 0:
      x = bytearray(b'x') * (96 << 20)
      time.sleep(0.5)
      os._exit(0)
codes = [os.wait()[1] for _ in range(4)]
print(codes)
raise SystemExit(any(codes))`;
    const result = await room.run({ command: ['python3', '-c', script], limits });
    assert.equal(result.status, room.holds.memTotal === 'hard' ? 'oom' : 'exited', result.output);
  });

  it('bounds the share of the processors, if it says so', async () => {
    const script = `import os, time
for _ in range(2):
  if os.fork() == 0:
      end = time.monotonic() + 1.5
      while time.monotonic() < end: pass
      os._exit(0)
os.wait(); os.wait()
print(os.times().children_user + os.times().children_system)`;
    const result = await room.run({ command: ['python3', '-c', script], limits: { cpuPercent: 20 } });
    assert.equal(result.exitCode, 0, result.output);
    if (room.holds.cpu === 'hard') assert.ok(Number(result.stdout) < 0.7, result.stdout);
  });

  it('bounds the number of files', async () => {
    const script = `cd /tmp; mkdir many; i=0; while [ $i -lt 9000 ] && : > many/$i; do i=$((i + 1)); done 2> /dev/null; echo $i
      cd /workspace; i=0; while [ $i -lt 9000 ] && : > $i; do i=$((i + 1)); done 2> /dev/null; echo $i`;
    const limits = { tmpBytes: 16 * MiB, diskBytes: 16 * MiB };
    const result = await room.sh(script, { limits });
    const [tmp = 0, workspace = 0] = result.stdout.split('\n').map(Number);
    assert.ok(tmp > 1000 && tmp < 4200, result.output);
    if (room.sandbox.kind !== 'docker') assert.ok(workspace > 1000 && workspace < 4200, result.output);
  });

  it('bounds CPU time', async () => {
    const result = await room.sh('while :; do :; done', { limits: { cpuSeconds: 1, seconds: 20 } });
    assert.equal(result.status, 'timeout');
    assert.match(result.reason ?? '', /CPU/);
  });

  it('bounds what is written to /tmp, to the workspace and to one file', async () => {
    const limits = { tmpBytes: 16 * MiB, diskBytes: 32 * MiB, fileBytes: 64 * MiB, memoryBytes: 128 * MiB };
    const tmp = await room.sh('head -c 40M /dev/zero > /tmp/big; echo $?; stat -c %s /tmp/big', { limits });
    const [code, size] = tmp.stdout.split('\n').map(Number);
    assert.ok(code !== 0 && (size ?? 0) <= 16 * MiB, tmp.output);
    const disk = await room.sh('for i in 1 2 3 4 5 6 7 8; do head -c 40M /dev/zero > big$i || exit 9; done', {
      limits,
    });
    assert.ok(disk.status === 'oom' || disk.exitCode === 9, `${disk.status} ${disk.output}`);
    const file = await room.sh('head -c 2M /dev/zero > one; echo $?', {
      limits: { ...limits, fileBytes: MiB },
    });
    assert.notEqual(file.stdout, '0\n');
  });

  it('caps a flood of output', async () => {
    const result = await room.sh('yes flood', { limits: { outputBytes: 100_000 } });
    assert.equal(result.status, 'output-limit');
    assert.ok(result.output.length <= 100_000 && result.output.length > 50_000);
  });
});
