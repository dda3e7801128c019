import { setTimeout as delay } from 'node:timers/promises';
import { type Usage, usageOf } from './process-usage.ts';

export type TargetName = 'errata' | 'commit-per-event' | 'spotlight';

/** What takes events on loopback and is measured. */
export interface Target {
  readonly name: TargetName;
  readonly pid: number;
  /** Where envelopes are posted. */
  readonly envelopeUrl: string;
}

export async function idleUsage(target: Target, seconds: number, signal: AbortSignal): Promise<Usage> {
  await delay(seconds * 1000, undefined, { signal });
  return usageOf(target.pid);
}
