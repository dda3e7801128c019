import type { Budget, Row, Unit } from '../rows.ts';
import type { LocateTarget } from './answer.ts';
import type { Figures } from './figures.ts';

export type LocateFigures = Readonly<Record<LocateTarget, Figures>>;

/** What the cases could tell, with the goals. */
export function locateRows(figures: LocateFigures): Row[] {
  const row = (what: string, key: keyof Figures, budget?: Budget, unit: Unit = 'share'): Row => ({
    what,
    unit,
    better: unit === 'ms' ? 'less' : undefined,
    budget,
    measured: Object.fromEntries(
      Object.entries(figures).flatMap(([target, each]) => {
        const value = each[key];
        return value === undefined ? [] : [[target, value]];
      }),
    ),
  });
  const atLeast = (limit: number): Budget => ({ kind: 'at-least', limit });
  const rows = [
    row('file first', 'file1', atLeast(0.88)),
    row('file among the first 3', 'file3', atLeast(0.96)),
    row('file among the first 5', 'file5'),
    row('any place within 5 lines', 'lineAny', atLeast(0.8)),
    row('first place within 5 lines', 'line1'),
    row('first place in the function', 'symbol1'),
    row('line of the crash as it is now', 'crash', atLeast(0.95)),
    row('suspects, precision', 'precision'),
    row('suspects, recall', 'recall'),
    row('suspects, F1', 'f1', atLeast(0.68), 'score'),
    row('suspects, first', 'suspect1'),
    row('suspects, among the first 3', 'suspect3', atLeast(0.8)),
    row('suspects newer than the release', 'newer', { kind: 'exactly', limit: 0 }),
    row('time, mean', 'mean', undefined, 'ms'),
    row('time, p95', 'p95', undefined, 'ms'),
  ];
  return rows.filter(({ measured }) => measured.errata !== undefined);
}
