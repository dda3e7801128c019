import { pruneOutbox } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { sweep } from './sweep.ts';

export interface SweeperOptions {
  readonly now: () => Date;
  readonly milliseconds: number;
  /** How many messages of the stream are kept for clients that come back. */
  readonly keptMessages: number;
  readonly failed: (error: unknown) => void;
}

/** Sweeps now, which must succeed, and then again and again. Gives the function that stops it. */
export async function startSweeper(store: Store, options: SweeperOptions): Promise<() => Promise<void>> {
  const once = () =>
    store.write(async transaction => {
      await sweep(transaction, options.now());
      await pruneOutbox(transaction, options.keptMessages);
    });
  await once();
  let current: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    current = once().catch(options.failed);
  }, options.milliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await current;
  };
}
