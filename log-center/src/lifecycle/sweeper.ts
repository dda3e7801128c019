import { forgetContainment } from '../store/containment.ts';
import { forgetEarly } from '../store/early-facts.ts';
import { forgetDeliveries } from '../store/hooks.ts';
import { pruneOutbox } from '../store/outbox.ts';
import { sweepEvents } from '../store/retention.ts';
import type { Store } from '../store/store.ts';
import { dropTraffic } from '../store/traffic.ts';
import { sweep } from './sweep.ts';
import { sweepRounds } from './sweep-rounds.ts';
import { watchFixes } from './watch.ts';

export interface SweeperOptions {
  readonly now: () => Date;
  readonly milliseconds: number;
  /** How many messages of the stream are kept for clients that come back. */
  readonly keptMessages: number;
  /** What was heard of releases and is to be put down. */
  readonly traffic: { flush(): Promise<void> };
  readonly failed: (error: unknown) => void;
}

/** Events go at a low rate: they have been there for months. */
const retentionMilliseconds = 60_000;
/** Longer than anybody may watch a fix. */
const trafficMilliseconds = 100 * 86_400_000;
/** Fixes wait for days. */
const sweepsToWatch = 4;

/** Sweeps now, which must succeed, and then again and again. Gives the function that stops it. */
export async function startSweeper(store: Store, options: SweeperOptions): Promise<() => Promise<void>> {
  const once = () =>
    store.write(async transaction => {
      await sweep(transaction, options.now());
      await sweepRounds(transaction, options.now());
      await pruneOutbox(transaction, options.keptMessages);
    });
  const watch = async () => {
    await options.traffic.flush();
    await store.write(transaction => watchFixes(transaction, options.now()));
  };
  await once();
  await watch();
  const stopLeases = repeat(once, options.milliseconds, options.failed);
  const stopWatch = repeat(watch, options.milliseconds * sweepsToWatch, options.failed);
  const dropping = new AbortController();
  const drop = async () => {
    await sweepEvents(store, options.now(), dropping.signal);
    await store.write(async transaction => {
      await forgetDeliveries(transaction, options.now());
      await forgetEarly(transaction, options.now());
      await forgetContainment(transaction);
      const old = new Date(options.now().getTime() - trafficMilliseconds).toISOString();
      await dropTraffic(transaction, old);
    });
  };
  const stopRetention = repeat(drop, retentionMilliseconds, options.failed);
  return async () => {
    dropping.abort();
    await Promise.all([stopLeases(), stopWatch(), stopRetention()]);
    await options.traffic.flush();
  };
}

/** Does something every so often, unless the last time is not over yet. Gives the function that stops it. */
function repeat(
  job: () => Promise<unknown>,
  milliseconds: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let current: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    current ??= job()
      .catch(failed)
      .finally(() => {
        current = undefined;
      });
  }, milliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await current;
  };
}
