import assert from 'node:assert/strict';
import { Traffic } from '../collect/traffic.ts';
import { saveSettings } from '../store/projects.ts';
import type { Store } from '../store/store.ts';
import { trafficSince } from '../store/traffic.ts';
import { commitOf, FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { watchFixes } from './watch.ts';

const production = { environment: 'production' };
const day = 24 * 60;

describe('a fix that is watched', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let bench: FixBench;
  beforeEach(async () => {
    temporary = await temporaryStore();
    bench = await FixBench.on(temporary.store);
  });
  afterEach(() => temporary[Symbol.asyncDispose]());

  const watch = () => bench.store.write(transaction => watchFixes(transaction, bench.now));

  /** Lets days pass with sessions of a release on each. */
  async function use(days: number, release: string, environment = 'production'): Promise<void> {
    const traffic = new Traffic(bench.store, () => bench.now);
    for (let each = 0; each < days; each++) {
      bench.minutes += day;
      traffic.add(bench.project.id, { release, environment, at: bench.at(bench.minutes - day / 2) });
    }
    await traffic.flush();
    await watch();
  }

  it('holds after a week of use without the error', async () => {
    const { issue, pullRequest, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    await use(6, 'shop@2');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    await use(1, 'shop@2');
    const { outcome } = await bench.link(pullRequest, issue);
    assert.deepEqual(outcome, {
      kind: 'resolved',
      at: bench.at(7 * day),
      release: 'shop@2',
      reason: 'It was not seen for 7 days in which what has the fix was in use.',
    });
    assert.equal(await bench.status(issue), 'DEPLOYED');
  });

  it('is waited for while nobody uses it, and later releases with the fix count as well', async () => {
    const { issue, pullRequest, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    await use(4, 'shop@2');
    await use(20, 'shop@1');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    await use(3, 'shop@3');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    assert.ok(await bench.answer('shop@3', 'ancestor'));
    await watch();
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'resolved');
  });

  it('counts use without a release where it runs', async () => {
    const { issue, pullRequest, merge } = await bench.fixed(production);
    await bench.deploy({ commit: merge });
    await use(7, '', 'staging');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    await use(7, '', 'Production');
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'resolved');
  });

  it('is not put in doubt by releases without it, but by what nobody knows', async () => {
    const { issue, pullRequest, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    await use(3, 'shop@2');
    await bench.event(bug, { ...production, release: 'shop@1' });
    await bench.event(bug, { ...production, release: 'shop@0' });
    await use(4, 'shop@2');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    await bench.answer('shop@0', 'absent');
    await watch();
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'resolved');
  });

  it('ends otherwise when the error comes back after all', async () => {
    const { issue, pullRequest, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    await use(7, 'shop@2');
    await bench.event(bug, { ...production, release: 'shop@2' });
    assert.equal(await bench.status(issue), 'NEW');
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'regressed');
  });

  it('that was rolled back is not said to hold', async () => {
    const { issue, pullRequest, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 20;
    await bench.deploy({ commit: commitOf('old'), version: 'shop@1' });
    await bench.answer(commitOf('old'), 'absent');
    await use(30, 'shop@2');
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
  });

  it('is watched for as long as its project says', async () => {
    const settings = { ...bench.project.settings, watchHours: 2 };
    await bench.store.write(transaction => saveSettings(transaction, bench.project.id, settings));
    const { issue, pullRequest, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    const traffic = new Traffic(bench.store, () => bench.now);
    bench.minutes = 30;
    traffic.add(bench.project.id, { release: 'shop@2', environment: 'production' });
    await traffic.flush();
    bench.minutes = 119;
    await watch();
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
    bench.minutes = 120;
    await watch();
    assert.match((await bench.link(pullRequest, issue)).outcome?.reason ?? '', /for 2 hours/);
  });

  it('becomes DEPLOYED when its issue is seen where it runs', async () => {
    const { issue, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, environment: 'eu' });
    await bench.event(bug, { environment: 'eu', release: 'shop@1' });
    assert.equal(await bench.status(issue), 'MERGED');
    await watch();
    assert.equal(await bench.status(issue), 'DEPLOYED');
  });

  it('takes so many names in an hour and no more', async () => {
    const traffic = new Traffic(bench.store, () => bench.now);
    for (let each = 0; each < 5000; each++) traffic.add(bench.project.id, { release: `made up ${each}` });
    await traffic.flush();
    traffic.add(bench.project.id, { release: 'one more' });
    traffic.add(bench.project.id, { release: 'made up 1', count: 5 });
    traffic.add(bench.project.id, { release: 'old', at: '1999-01-01T00:00:00.000Z' });
    traffic.add(bench.project.id, { release: 'never', at: 'nonsense' });
    await traffic.flush();
    const rows = await trafficSince(bench.store.reader, bench.project.id, bench.at(-60));
    assert.deepEqual([rows.length, new Set(rows.map(({ hour }) => hour)).size], [200, 1]);
  });
});
