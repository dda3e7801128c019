import { randomBytes } from 'node:crypto';
import { CenterClient } from '../../../log-center/src/testing/center-client.ts';
import { followOne, samplePullRequest } from '../../../log-center/src/testing/follow-one.ts';
import { toldOfSample } from '../../../log-center/src/testing/hook-flood.ts';
import { HookSender } from '../../../log-center/src/testing/hook-sender.ts';
import { ingestBudgets } from '../budgets.ts';
import { Forked } from '../forked.ts';
import { connections } from '../ingest.ts';
import type { Latency } from '../latency.ts';
import { Generator, type LoadReport, type Pace } from '../load.ts';
import { buildLogCenter, LogCenter } from '../log-center.ts';
import type { FloodJob, FloodReport } from './flood.ts';

export interface HookMeasuring {
  readonly webhooks: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** How events fare under a load. */
export interface IngestFigures {
  readonly acknowledgedPerSecond: number;
  readonly atHalf?: Latency | undefined;
  /** Of both loads, refused or unanswered. */
  readonly notAcknowledged: number;
}

export interface HookMeasures {
  readonly webhooks: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly halfPerSecond: number;
  readonly alone: IngestFigures;
  readonly flooded: IngestFigures;
  readonly sent: number;
  readonly wrong: number;
  /** Of what a webhook could have changed, how many lists have. */
  readonly changed: number;
  readonly latency?: Latency | undefined;
}

const lists = ['/pull-requests?state=all', '/rounds', '/deployments', '/releases', '/audit?limit=1000'];

/** Events at the log center, alone and while it is sent webhooks that are not to change anything. */
export async function measureHooks(how: HookMeasuring): Promise<HookMeasures> {
  const { seconds, signal, progress } = how;
  const [{ bytes, perSecond }] = ingestBudgets;
  await using built = await buildLogCenter();
  await using center = await LogCenter.start(built.program);
  await using generator = new Generator();
  await using sender = new Forked(new URL('./flood.ts', import.meta.url));
  const client = new CenterClient(center.ready);
  await followOne(client, samplePullRequest());
  const github = await HookSender.create(client, 'github');
  const taken = JSON.stringify(toldOfSample(300));
  await github.send('pull_request', JSON.parse(taken));

  let first = 0;
  const load = async (pace: Pace): Promise<LoadReport> => {
    const job = { url: center.envelopeUrl, run: randomBytes(8).toString('hex'), bytes, first };
    const report = await generator.run({ ...job, seconds, warmSeconds: 1, pace }, signal);
    first += report.sent;
    return report;
  };
  const figures = async (): Promise<IngestFigures> => {
    const full = await load({ kind: 'closed', connections });
    const half = await load({ kind: 'open', perSecond: perSecond / 2 });
    return {
      acknowledgedPerSecond: full.acknowledged / full.seconds,
      atHalf: half.latency,
      notAcknowledged: [full, half].reduce((sum, each) => sum + each.sent - each.acknowledged, 0),
    };
  };
  const record = async () =>
    await Promise.all(
      lists.map(async path =>
        JSON.stringify((await client.ask('GET', path)).body).replace(/"seenAt":"[^"]*"/g, ''),
      ),
    );

  progress('events');
  await load({ kind: 'open', perSecond: perSecond / 2 });
  const alone = await figures();
  const before = await record();
  progress(`events and ${how.webhooks} webhooks`);
  const job: FloodJob = {
    hook: github.hook,
    taken,
    count: how.webhooks,
    perSecond: how.webhooks / (2 * seconds),
  };
  const [flooded, flood] = await Promise.all([figures(), sender.ask<FloodReport>(job, signal)]);
  const after = await record();
  return {
    ...{ webhooks: how.webhooks, seconds, bytes, halfPerSecond: perSecond / 2, alone, flooded },
    ...{ sent: flood.sent, wrong: flood.wrong, latency: flood.latency },
    changed: after.filter((list, index) => list !== before[index]).length,
  };
}
