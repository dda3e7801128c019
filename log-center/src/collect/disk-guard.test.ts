import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { DiskGuard, freeBytes } from './disk-guard.ts';

describe('DiskGuard', () => {
  it('says when less than the reserve is free, and asks once a second at most', async () => {
    let now = 0;
    let free = 100;
    let asked = 0;
    const guard = new DiskGuard({
      reserve: 100,
      now: () => now,
      free: async () => {
        asked++;
        return free;
      },
    });
    assert.equal(await guard.hasRoom(), true);
    free = 99;
    now = 999;
    assert.equal(await guard.hasRoom(), true);
    assert.equal(asked, 1);
    now = 1000;
    assert.deepEqual(await Promise.all([guard.hasRoom(), guard.hasRoom()]), [false, false]);
    assert.equal(asked, 2);
    free = 100;
    now = 2000;
    assert.equal(await guard.hasRoom(), true);
  });

  it('lets everything through where nobody can say', async () => {
    const free = () => freeBytes('/does/not/exist');
    await assert.rejects(free());
    assert.equal(await new DiskGuard({ reserve: 1, now: () => 0, free }).hasRoom(), true);
  });

  it('knows what is free', async () => {
    const free = await freeBytes(tmpdir());
    assert.ok(Number.isSafeInteger(free) && free > 0);
  });
});
