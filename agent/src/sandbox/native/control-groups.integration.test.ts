import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../limits.ts';
import { ControlGroups } from './control-groups.ts';
import { ownGroups, parentOf } from './control-hierarchies.ts';

describe('control groups', () => {
  it('are found alike by several sandboxes at once, and do not get into each other’s way', async () => {
    const alone = await ControlGroups.find();
    const found = await Promise.all([ControlGroups.find(), ControlGroups.find(), ControlGroups.find()]);
    for (const controller of ['memory', 'cpu', 'pids'] as const)
      assert.deepEqual(
        found.map(groups => groups.holds(controller)),
        found.map(() => alone.holds(controller)),
      );
    const open = await Promise.all(found.map(groups => groups.open(DEFAULT_LIMITS)));
    assert.equal(await open[0]?.ranOutOfMemory(), false);
    for (const group of open) await group[Symbol.asyncDispose]();
  });

  it('of dead owners are swept', async function () {
    const groups = await ControlGroups.find();
    if (!groups.holds('pids')) {
      this['skipReason'] = 'no control groups can be made here';
      this.skip();
    }
    const [cgroup, mountinfo] = await Promise.all(
      ['cgroup', 'mountinfo'].map(name => readFile(`/proc/self/${name}`, 'utf8')),
    );
    const hierarchies = await Promise.all(ownGroups(cgroup ?? '', mountinfo ?? '').map(parentOf));
    const parent = hierarchies.find(each => each?.controllers.includes('pids'))?.parent ?? '';
    const dead = 'errata-sandbox-4194305.1-0';
    await mkdir(join(parent, dead), { recursive: true });
    await groups.sweep();
    assert.ok(!(await readdir(parent)).includes(dead));
  });
});
