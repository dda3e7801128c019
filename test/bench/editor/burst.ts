import { setTimeout as delay } from 'node:timers/promises';
import { Generator } from '../load.ts';
import { envelopeUrl } from './arrivals.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';
import type { Session } from './session.ts';

const perSecond = 1000;
const quietSeconds = 5;
/** Until what the burst left to do is done. */
const afterSeconds = 2;

/** Posts a thousand events a second, and looks at the tree and at the extension host meanwhile. */
export async function measureBurst(
  { workbench, probe, center }: Session,
  { burstSeconds, signal, progress }: Measuring,
): Promise<NonNullable<EditorFigures['burst']>> {
  await using generator = new Generator();
  await probe.ask('delays/start');
  await delay(quietSeconds * 1000, undefined, { signal });
  const quiet = await probe.ask('delays/stop');
  await probe.ask('watched/take');
  await probe.ask('delays/start');
  const load = await generator.run(
    {
      url: envelopeUrl(center.dsn),
      run: 'b'.repeat(16),
      bytes: 4096,
      first: 0,
      seconds: burstSeconds,
      warmSeconds: 0,
      pace: { kind: 'open', perSecond },
    },
    signal,
  );
  const delays = await probe.ask('delays/stop');
  await delay(afterSeconds * 1000, undefined, { signal });
  const { refreshes } = await probe.ask('watched/take');
  progress(`${load.acknowledged} of ${load.sent} events acknowledged, ${refreshes.length} refreshes`);
  await workbench.screenshot('bench-burst');
  return {
    acknowledged: load.acknowledged,
    seconds: burstSeconds,
    refreshes: mostWithin(refreshes, 1000),
    delays,
    quiet,
  };
}

/** How many of these moments lie within one stretch of so many milliseconds, at most. */
export function mostWithin(moments: readonly number[], milliseconds: number): number {
  return moments.reduce((most, from, index) => {
    const later = moments.slice(index).findIndex(moment => moment >= from + milliseconds);
    return Math.max(most, later < 0 ? moments.length - index : later);
  }, 0);
}
