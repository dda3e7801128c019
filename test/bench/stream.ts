import { randomBytes } from 'node:crypto';
import { streamBudget } from './budgets.ts';
import type { Measuring } from './ingest.ts';
import { Generator } from './load.ts';
import { buildLogCenter, LogCenter } from './log-center.ts';
import { usageOf } from './process-usage.ts';
import type { StreamResults, StreamRun } from './results.ts';
import { installSpotlight, Spotlight } from './spotlight.ts';
import { type Source, Subscribers } from './subscription.ts';
import { idleUsage, type Target } from './target.ts';

const subscriberCounts = [1, 10];

/** How long it takes from an event to its subscribers, at the log center and at Spotlight. */
export async function measureStream(how: Measuring): Promise<Pick<StreamResults, 'runs' | 'absent'>> {
  const { signal, progress } = how;
  await using built = await buildLogCenter();
  progress('installing Spotlight');
  const spotlight = await installSpotlight(signal);
  const absent = spotlight.ok ? [] : [{ target: 'spotlight', reason: spotlight.reason }];
  const runs: StreamRun[] = [];
  for (const subscribers of subscriberCounts) {
    const run = randomBytes(8).toString('hex');
    {
      await using center = await LogCenter.start(built.program);
      const { url, token } = center.ready;
      runs.push(await measure(center, { kind: 'log-center', url, token }, run, subscribers, how));
    }
    if (spotlight.ok) {
      await using neighbour = await Spotlight.start(spotlight.program, signal);
      const source: Source = { kind: 'spotlight', url: neighbour.streamUrl, run };
      runs.push(await measure(neighbour, source, run, subscribers, how));
    }
  }
  return { runs, absent };
}

async function measure(
  target: Target,
  source: Source,
  run: string,
  subscribers: number,
  how: Measuring,
): Promise<StreamRun> {
  const { signal, progress, warmSeconds } = how;
  const { bytes, perSecond } = streamBudget;
  await using generator = new Generator();
  await using listening = new Subscribers();
  const before = await idleUsage(target, how.idleSeconds, signal);
  await listening.subscribe(source, subscribers, signal);
  progress(`${target.name}, ${subscribers} subscriber(s): ${perSecond}/s for ${how.seconds} s`);
  const load = await generator.run(
    {
      url: target.envelopeUrl,
      run,
      bytes,
      first: 0,
      // The time in which latencies do not count comes on top.
      seconds: warmSeconds + how.seconds,
      warmSeconds,
      pace: { kind: 'open', perSecond },
    },
    signal,
  );
  const after = await usageOf(target.pid);
  const { began, sent } = load;
  const { latency, missing } = await listening.report(
    { began, perSecond, sent, from: warmSeconds * perSecond },
    signal,
  );
  return {
    target: target.name,
    bytes,
    perSecond,
    subscribers,
    ...(latency !== undefined && { latency }),
    missing,
    unacknowledged: sent - load.acknowledged,
    cpu: (after.cpuSeconds - before.cpuSeconds) / load.seconds,
    peak: after.peak,
  };
}
