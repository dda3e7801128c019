import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import type { Store } from '../store/store.ts';
import { FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { collectEvent } from './collect-event.ts';
import { prepareEvent } from './prepare/prepare-event.ts';

const production = { environment: 'production' };

describe('what an event costs', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let bench: FixBench;
  beforeEach(async () => {
    temporary = await temporaryStore();
    bench = await FixBench.on(temporary.store);
  });
  afterEach(() => temporary[Symbol.asyncDispose]());

  /** How many queries it takes to store an event. */
  async function queries(bug: string, changes: Partial<Event>): Promise<number> {
    const prepared = prepareEvent(bench.project, sampleEvent(bug, { timestamp: bench.at(0), ...changes }));
    return bench.store.write(async transaction => {
      const executor = transaction.getExecutor();
      const execute = executor.executeQuery.bind(executor);
      let count = 0;
      executor.executeQuery = query => {
        count++;
        return execute(query);
      };
      await collectEvent(transaction, bench.project, prepared, bench.now);
      return count;
    });
  }

  it('is not more for what comes after fixes, unless its issue is fixed', async () => {
    const { bug, merge } = await bench.fixed();
    await bench.event('new', { ...production, release: 'shop@1' });
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 5;
    const event = { ...production, release: 'shop@1' };
    const usual = await queries('new', event);
    assert.ok(usual <= 7, String(usual));
    await bench.event(bug, event);
    assert.equal(await queries(bug, event), usual + 1);
    // It is asked once, and then known to be asked.
    await bench.event(bug, { ...production, release: 'shop@0' });
    assert.equal(await queries(bug, { ...production, release: 'shop@0' }), usual + 1);
    await bench.event(bug, { ...production, release: 'shop@2' });
    assert.equal(await queries(bug, event), usual);
  });
});
