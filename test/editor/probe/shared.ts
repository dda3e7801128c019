import type { Watch } from './watch.ts';

const key = Symbol.for('errata.test.watch');

/** Hands the probe's watch to the tests that run in the same process, but out of another bundle. */
export function shareWatch(watch: Watch): void {
  Reflect.set(globalThis, key, watch);
}

export function sharedWatch(): Watch {
  return Reflect.get(globalThis, key);
}
