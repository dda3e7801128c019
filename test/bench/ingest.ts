import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { ingestBudgets } from './budgets.ts';
import { sharedNow } from './clock.ts';
import { Forked } from './forked.ts';
import { Generator, type LoadReport, type Pace } from './load.ts';
import { buildLogCenter, LogCenter } from './log-center.ts';
import { usageOf } from './process-usage.ts';
import type { IngestResults, IngestRun } from './results.ts';
import { installSpotlight, Spotlight } from './spotlight.ts';
import { idleUsage, type Target } from './target.ts';

export interface Measuring {
  readonly seconds: number;
  readonly idleSeconds: number;
  /** How long latencies are not counted yet. */
  readonly warmSeconds: number;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** Enough that neither end of a connection ever waits for the other. */
export const connections = 64;

/** Events of each size at the log center and at its neighbours, each with a process and a database of its own. */
export async function measureIngest(
  how: Measuring,
): Promise<Pick<IngestResults, 'connections' | 'runs' | 'absent'>> {
  const { signal, progress } = how;
  await using built = await buildLogCenter();
  progress('installing Spotlight');
  const spotlight = await installSpotlight(signal);
  const absent = spotlight.ok ? [] : [{ target: 'spotlight', reason: spotlight.reason }];
  const runs: IngestRun[] = [];
  for (const { bytes } of ingestBudgets) {
    {
      await using center = await LogCenter.start(built.program);
      runs.push(await measure(center, bytes, how, center));
    }
    {
      await using neighbour = await startCommitPerEvent(signal);
      runs.push(await measure(neighbour, bytes, how));
    }
    if (spotlight.ok) {
      await using neighbour = await Spotlight.start(spotlight.program, signal);
      runs.push(await measure(neighbour, bytes, how));
    }
  }
  return { connections, runs, absent };
}

async function measure(
  target: Target,
  bytes: number,
  how: Measuring,
  center?: LogCenter,
): Promise<IngestRun> {
  const { signal, progress, seconds } = how;
  const label = `${target.name}, ${bytes / 1024} KB`;
  await using generator = new Generator();
  const run = randomBytes(8).toString('hex');
  // The time in which latencies do not count comes on top.
  const load = (first: number, pace: Pace, warmSeconds: number): Promise<LoadReport> =>
    generator.run(
      { url: target.envelopeUrl, run, bytes, first, seconds: warmSeconds + seconds, warmSeconds, pace },
      signal,
    );
  const perSecond = (ingestBudgets.find(budget => budget.bytes === bytes)?.perSecond ?? 0) / 2;

  const idle = await idleUsage(target, how.idleSeconds, signal);
  progress(`${label}: as much as it takes for ${seconds} s`);
  const full = await load(0, { kind: 'closed', connections }, 0);
  const drained = await center?.drained(full.acknowledged, signal);
  // Where nothing can be counted, acknowledged is the best that is known.
  const drainedSeconds = drained === undefined ? full.seconds : (sharedNow() - full.began) / 1000;
  const afterFull = await usageOf(target.pid);

  progress(`${label}: ${perSecond}/s for ${seconds} s`);
  const half = await load(full.sent, { kind: 'open', perSecond }, how.warmSeconds);
  const afterHalf = await usageOf(target.pid);
  const acknowledged = full.acknowledged + half.acknowledged;
  const seen = await center?.drained(acknowledged, signal);
  const end = await usageOf(target.pid);
  const stored = await center?.stored();
  return {
    target: target.name,
    bytes,
    acknowledged: full.acknowledged,
    refused: full.refused,
    unanswered: full.unanswered,
    drainedSeconds,
    drainedPerSecond: Math.min(full.acknowledged, drained?.events ?? Infinity) / drainedSeconds,
    generatorCpu: full.generatorCpu,
    ...(seen !== undefined && {
      seen: {
        ...seen,
        lost: Math.max(0, acknowledged - seen.events),
        // What was not answered may have been stored all the same.
        surplus: Math.max(0, seen.events - acknowledged - full.unanswered - half.unanswered),
      },
    }),
    half: { perSecond, latency: half.latency, refused: half.refused, unanswered: half.unanswered },
    idle: idle.resident,
    peak: end.peak,
    end: end.resident,
    cpu: (afterFull.cpuSeconds - idle.cpuSeconds) / drainedSeconds,
    halfCpu: (afterHalf.cpuSeconds - afterFull.cpuSeconds) / half.seconds,
    ...(stored !== undefined && seen !== undefined && { storedPerEvent: stored / seen.events }),
  };
}

/** The neighbour that is no product: what one transaction per event costs. */
async function startCommitPerEvent(signal: AbortSignal): Promise<Target & AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const folder = undo.use(await temporaryDirectory());
  const server = undo.use(new Forked(new URL('./commit-per-event.ts', import.meta.url)));
  const { url } = await server.ask<{ url: string }>({ file: join(folder.path, 'events.db') }, signal);
  const held = undo.move();
  return {
    name: 'commit-per-event',
    pid: server.pid,
    envelopeUrl: url,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
