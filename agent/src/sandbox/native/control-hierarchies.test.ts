import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownGroups, parentOf } from './control-hierarchies.ts';

const mount = (root: string, at: string, type: string, options: string) =>
  `31 23 0:28 ${root} ${at} rw,relatime shared:9 - ${type} none rw,${options}`;

describe('the control groups of this process', () => {
  it('are found in the unified hierarchy, as far as it is shown', () => {
    const whole = mount('/', '/sys/fs/cgroup', 'cgroup2', 'nsdelegate');
    assert.deepEqual(ownGroups('0::/user.slice/a:b.scope\n', whole), [
      { version: 2, mount: '/sys/fs/cgroup', folder: '/sys/fs/cgroup/user.slice/a:b.scope', controllers: [] },
    ]);
    const part = mount('/docker/1f', '/sys/fs/cgroup', 'cgroup2', 'nsdelegate');
    assert.equal(ownGroups('0::/docker/1f/inner\n', part)[0]?.folder, '/sys/fs/cgroup/inner');
    assert.equal(ownGroups('0::/docker/1f\n', part)[0]?.folder, '/sys/fs/cgroup');
  });

  it('are found in one hierarchy for each controller', () => {
    const mounts = [
      mount('/', '/sys/fs/cgroup/cpu,cpuacct', 'cgroup', 'cpu,cpuacct'),
      mount('/', '/sys/fs/cgroup/memory', 'cgroup', 'memory'),
      mount('/', '/sys/fs/cgroup/unified', 'cgroup2', ''),
    ].join('\n');
    const found = ownGroups('5:memory:/job\n4:cpu,cpuacct:/\n3:freezer:/\n0::/\n', mounts);
    assert.deepEqual(
      found.map(({ version, folder, controllers }) => [version, folder, controllers]),
      [
        [1, '/sys/fs/cgroup/memory/job', ['memory']],
        [1, '/sys/fs/cgroup/cpu,cpuacct', ['cpu']],
        [2, '/sys/fs/cgroup/unified', []],
      ],
    );
  });

  it('are none where nothing is mounted', () => {
    assert.deepEqual(ownGroups('0::/\n', ''), []);
    assert.deepEqual(ownGroups('', mount('/', '/sys/fs/cgroup', 'cgroup2', '')), []);
  });

  it('get children below the nearest group that passes controllers on', async () => {
    const root = await mkdtemp(join(tmpdir(), 'errata-groups-'));
    const manager = join(root, 'manager');
    const own = join(manager, 'app.scope');
    await mkdir(own, { recursive: true });
    await writeFile(join(root, 'cgroup.subtree_control'), 'cpu memory pids');
    await writeFile(join(manager, 'cgroup.controllers'), 'memory pids io');
    await writeFile(join(manager, 'cgroup.subtree_control'), 'memory pids io');
    const group = { version: 2, mount: root, folder: own, controllers: [] } as const;
    assert.deepEqual(await parentOf(group), { version: 2, parent: manager, controllers: ['memory', 'pids'] });
    assert.equal(await readFile(join(manager, 'cgroup.subtree_control'), 'utf8'), 'memory pids io');
    await writeFile(join(manager, 'cgroup.subtree_control'), '');
    await writeFile(join(manager, 'cgroup.controllers'), '');
    await writeFile(join(root, 'cgroup.subtree_control'), '');
    assert.equal(await parentOf(group), undefined);
    await rm(root, { recursive: true });
  });
});
