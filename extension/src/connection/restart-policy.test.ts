import assert from 'node:assert/strict';
import { RestartPolicy } from './restart-policy.ts';

describe('restart policy', () => {
  it('restarts four times in three minutes, then gives up', () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    for (let crash = 0; crash < 4; crash++) {
      assert.equal(policy.mayRestart(), true);
      now += 10_000;
    }
    assert.equal(policy.mayRestart(), false);
  });

  it('forgets crashes that are long ago', () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    for (let crash = 0; crash < 20; crash++) {
      assert.equal(policy.mayRestart(), true);
      now += 46_000;
    }
  });

  it('begins anew after a reset', () => {
    const policy = new RestartPolicy(() => 0);
    for (let crash = 0; crash < 5; crash++) policy.mayRestart();
    policy.reset();
    assert.equal(policy.mayRestart(), true);
  });
});
