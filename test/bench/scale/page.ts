import type { ScaleResults } from '../results.ts';
import type { Row } from '../rows.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import type { LocateScale } from './measure.ts';

export function scaleRows({ coldSeconds, warmSeconds, lineFound, culpritRank }: LocateScale): Row[] {
  const [cold, warm] = [coldSeconds, warmSeconds].map(each => [...each].sort((a, b) => a - b));
  const median = (sorted: readonly number[] = []) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const time = (what: string, seconds: number, limit?: number): Row => ({
    what,
    unit: 'ms',
    better: 'less',
    budget: limit === undefined ? undefined : { kind: 'at-most', limit },
    measured: { errata: seconds * 1000 },
  });
  const count = (what: string, value: number): Row => ({
    what,
    unit: 'count',
    better: undefined,
    budget: { kind: 'exactly', limit: 1 },
    measured: { errata: value },
  });
  return [
    time('the first time, median', median(cold), 3000),
    time('the first time, slowest', cold?.at(-1) ?? Number.NaN),
    time('again, median', median(warm), 1000),
    time('again, slowest', warm?.at(-1) ?? Number.NaN),
    count('line found', lineFound ? 1 : 0),
    count('rank of the culprit among the suspects', culpritRank ?? 0),
  ];
}

/** The chapter on a repository with a long history. */
export function scaleChapter(results: ScaleResults): string {
  const { commits, files, fromDisk } = results;
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    '## Locate in a long history',
    `**How.** A repository of ${number(commits)} commits and ${number(files)} files is made (\`git fast-import\`, seeded) and cloned. \`errata locate\` is run as a
process of its own, the start of Node included: first with nothing kept of the clone${fromDisk ? ' and nothing of it in the memory of the system' : ''}, several times, then again.`,
    whenAndWhere(results),
    tableOf(scaleRows(results)),
  ].join('\n\n');
}
