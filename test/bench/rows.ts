import { acknowledgedWithin, ingestBudgets, mostIdle, mostLoaded, streamBudget } from './budgets.ts';
import type { Latency } from './latency.ts';
import type { LocateTarget } from './locate/answer.ts';
import type { IngestResults, IngestRun, StreamResults, StreamRun } from './results.ts';
import { kinds } from './sample-events.ts';
import type { TargetName } from './target.ts';

export type Unit =
  | 'per-second'
  | 'ms'
  | 'bytes'
  | 'kilobytes'
  | 'megabytes'
  | 'processors'
  | 'count'
  | 'share'
  | 'score'
  | 'dollars';

export type ColumnName = TargetName | LocateTarget | 'git-extension';

export interface Budget {
  readonly kind: 'at-least' | 'at-most' | 'exactly';
  readonly limit: number;
}

/** One figure of all that were measured. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly better: 'more' | 'less' | undefined;
  readonly budget: Budget | undefined;
  readonly measured: Readonly<Partial<Record<ColumnName, number>>>;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A budget for something that could not be measured is missed. */
export function isMissed({ budget, measured }: Row): boolean {
  if (budget === undefined) return false;
  const value = measured.errata ?? Number.NaN;
  if (budget.kind === 'at-least') return !(value >= budget.limit);
  return budget.kind === 'at-most' ? !(value <= budget.limit) : value !== budget.limit;
}

export function ingestSections({ runs }: Pick<IngestResults, 'runs'>): Section[] {
  return ingestBudgets.map(({ bytes, perSecond }) => {
    const ofSize = runs.filter(run => run.bytes === bytes);
    const row = rowsOver<IngestRun>(ofSize);
    const atHalf = `at ${perSecond / 2}/s`;
    return {
      title: `Events of ${bytes / 1024} KB`,
      rows: [
        row('drained', 'per-second', 'more', run => run.drainedPerSecond, {
          kind: 'at-least',
          limit: perSecond,
        }),
        row('refused or unanswered meanwhile', 'count', 'less', run => run.unanswered + total(run.refused)),
        row('acknowledged, but lost', 'count', undefined, run => run.seen?.lost, none),
        row('counted twice', 'count', undefined, run => run.seen?.surplus, none),
        row(`issues made of ${kinds.length} bugs`, 'count', undefined, run => run.seen?.issues, {
          kind: 'exactly',
          limit: kinds.length,
        }),
        ...latencyRows(row, `acknowledged ${atHalf}`, run => run.half.latency, acknowledgedWithin),
        row(
          `not acknowledged ${atHalf}`,
          'count',
          'less',
          run => run.half.unanswered + total(run.half.refused),
          none,
        ),
        row('memory, idle', 'megabytes', 'less', run => run.idle, { kind: 'at-most', limit: mostIdle }),
        row('memory, at most', 'megabytes', 'less', run => run.peak, { kind: 'at-most', limit: mostLoaded }),
        row('memory, at the end', 'megabytes', 'less', run => run.end),
        row('processors busy, full load', 'processors', undefined, run => run.cpu),
        row(`processors busy, ${atHalf}`, 'processors', 'less', run => run.halfCpu),
        row('processors busy in the load generator', 'processors', undefined, run => run.generatorCpu),
        row('on disk per event', 'bytes', 'less', run => run.storedPerEvent),
      ],
    };
  });
}

export function streamSections({ runs }: Pick<StreamResults, 'runs'>): Section[] {
  return [...new Set(runs.map(run => run.subscribers))].map(subscribers => {
    const row = rowsOver<StreamRun>(runs.filter(run => run.subscribers === subscribers));
    return {
      title: `${subscribers} subscriber${subscribers === 1 ? '' : 's'}`,
      rows: [
        ...latencyRows(row, 'event to subscriber', run => run.latency, streamBudget.within),
        row('events not told of', 'count', 'less', run => run.missing, none),
        row('events not acknowledged', 'count', 'less', run => run.unacknowledged, none),
        row('processors busy', 'processors', 'less', run => run.cpu),
        row('memory, at most', 'megabytes', 'less', run => run.peak, { kind: 'at-most', limit: mostLoaded }),
      ],
    };
  });
}

const none: Budget = { kind: 'exactly', limit: 0 };

type MakeRow<Run> = (
  what: string,
  unit: Unit,
  better: Row['better'],
  figure: (run: Run) => number | undefined,
  budget?: Budget,
) => Row;

function rowsOver<Run extends { readonly target: TargetName }>(runs: readonly Run[]): MakeRow<Run> {
  return (what, unit, better, figure, budget) => {
    const measured: Partial<Record<TargetName, number>> = {};
    for (const run of runs) {
      const value = figure(run);
      if (value !== undefined) measured[run.target] = value;
    }
    return { what, unit, better, budget, measured };
  };
}

function latencyRows<Run>(
  row: MakeRow<Run>,
  what: string,
  latency: (run: Run) => Latency | undefined,
  within: number,
): Row[] {
  return [
    row(`${what}, p50`, 'ms', 'less', run => latency(run)?.p50),
    row(`${what}, p99`, 'ms', 'less', run => latency(run)?.p99, { kind: 'at-most', limit: within }),
    row(`${what}, max`, 'ms', 'less', run => latency(run)?.max),
  ];
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
