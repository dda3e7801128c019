import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '../limits.ts';
import { ControlGroups } from './control-groups.ts';

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
});
