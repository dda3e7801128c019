import { pruneOutbox } from '../store/outbox.ts';
import { sweepEvents } from '../store/retention.ts';
import type { Store } from '../store/store.ts';
import { sweep } from './sweep.ts';

export interface SweeperOptions {
  readonly now: () => Date;
  readonly milliseconds: number;
  /** How many messages of the stream are kept for clients that come back. */
  readonly keptMessages: number;
  readonly failed: (error: unknown) => void;
}

/** Events go at a low rate: they have been there for months. */
const retentionMilliseconds = 60_000;

/** Sweeps now, which must succeed, and then again and again. Gives the function that stops it. */
export async function startSweeper(store: Store, options: SweeperOptions): Promise<() => Promise<void>> {
  const once = () =>
    store.write(async transaction => {
      await sweep(transaction, options.now());
      await pruneOutbox(transaction, options.keptMessages);
    });
  await once();
  const stopLeases = repeat(once, options.milliseconds, options.failed);
  const dropping = new AbortController();
  const drop = () => sweepEvents(store, options.now(), dropping.signal);
  const stopRetention = repeat(drop, retentionMilliseconds, options.failed);
  return async () => {
    dropping.abort();
    await Promise.all([stopLeases(), stopRetention()]);
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
