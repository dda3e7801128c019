import assert from 'node:assert/strict';
import { benchmarksPage } from '../page.ts';
import { isMissed } from '../rows.ts';
import type { HookMeasures } from './measure.ts';
import { hookRows } from './page.ts';

describe('the measure of webhooks', () => {
  const figures = { acknowledgedPerSecond: 2000, atHalf: { p50: 5, p99: 40, max: 60 }, notAcknowledged: 0 };
  const measures: HookMeasures = {
    ...{ webhooks: 10_000, seconds: 20, bytes: 9 * 1024, halfPerSecond: 500, alone: figures },
    flooded: { ...figures, acknowledgedPerSecond: 1500 },
    ...{ sent: 10_000, wrong: 0, changed: 0, latency: { p50: 3, p99: 20, max: 30 } },
  };
  const missed = (changes: Partial<HookMeasures>) =>
    hookRows({ ...measures, ...changes })
      .filter(isMissed)
      .map(({ what }) => what);

  it('is missed when events are slowed beyond their budget, or a webhook has changed something', () => {
    assert.deepEqual(missed({}), []);
    assert.deepEqual(missed({ flooded: { ...figures, acknowledgedPerSecond: 900 } }), [
      'events acknowledged, with webhooks',
    ]);
    const late = { ...figures, atHalf: { p50: 5, p99: 140, max: 160 } };
    assert.deepEqual(missed({ flooded: late }), ['acknowledged at 500/s, p99, with webhooks']);
    assert.deepEqual(missed({ sent: 9999, wrong: 1, changed: 1 }), [
      'webhooks answered',
      'webhooks answered wrongly',
      'lists that they changed',
    ]);
  });

  it('has a chapter of its own', () => {
    const machine = {
      processor: 'x',
      cores: 2,
      memory: 2 ** 34,
      kernel: '6',
      node: '24',
      fileSystem: 'ext4',
    };
    const about = {
      date: '2026-01-01T00:00:00.000Z',
      commit: 'c',
      command: 'npm run bench -- hooks',
      machine,
    };
    const none = {
      ...{ ingest: undefined, stream: undefined, locate: undefined, scale: undefined },
      ...{ repair: undefined, sandbox: undefined, editor: undefined },
    };
    const page = benchmarksPage({ ...none, hooks: { ...about, ...measures } });
    assert.match(page, /## Webhooks\n/);
    assert.match(page, /with webhooks of alone +\| +\| +75 %/);
  });
});
