import type { Budget, Row, Unit } from '../rows.ts';
import type { RepairFigures } from './figures.ts';

interface Goals {
  readonly plausible: number;
  readonly right1: number;
  readonly crashRight1?: number;
  /** Share of what is offered first that is right. */
  readonly ofFirst?: number;
}

/** Shares of the cases of a set, for the sets that have goals. */
const goals: Readonly<Record<string, Goals>> = {
  quixbugs: { plausible: 38 / 40, right1: 32 / 40, crashRight1: 9 / 11 },
  bugsjs: { plausible: 18 / 44, right1: 13 / 44, ofFirst: 0.75 },
};

/** The figures of a set with its goals; the set's name up to the first dash says which. */
export function repairRows(name: string, figures: RepairFigures): Row[] {
  const goal = goals[name.split('-', 1)[0] ?? ''];
  const { cases, plausible, right1, right3, crashes, crashRight1, firsts, sure } = figures;
  const row = (what: string, unit: Unit, value: number | undefined, budget?: Budget): Row => ({
    what,
    unit,
    better: undefined,
    budget,
    measured: value === undefined ? {} : { errata: value },
  });
  const atLeast = (share: number | undefined, of: number): Budget | undefined =>
    share === undefined || of === 0 ? undefined : { kind: 'at-least', limit: Math.ceil(share * of - 1e-9) };
  const precision = ({ offered, right }: { offered: number; right: number }) =>
    offered === 0 ? undefined : right / offered;
  const atMost = (limit: number): Budget => ({ kind: 'at-most', limit });
  const sureOf = sure['0.9'].offered > 0 ? ({ kind: 'at-least', limit: 0.9 } as const) : undefined;
  return [
    row(`plausible, of ${cases}`, 'count', plausible, atLeast(goal?.plausible, cases)),
    row(`right first, of ${cases}`, 'count', right1, atLeast(goal?.right1, cases)),
    row(`right among the first 3, of ${cases}`, 'count', right3),
    row(
      `right first of the ${crashes} that crash`,
      'count',
      crashRight1,
      atLeast(goal?.crashRight1, crashes),
    ),
    row(
      'first ones, where recommended, that are right',
      'share',
      precision(firsts),
      goal?.ofFirst === undefined ? undefined : { kind: 'at-least', limit: goal.ofFirst },
    ),
    row('recommended with 0.7 or more', 'count', sure['0.7'].offered),
    row('of them right', 'share', precision(sure['0.7'])),
    row('recommended with 0.9 or more', 'count', sure['0.9'].offered),
    row('of them right', 'share', precision(sure['0.9']), sureOf),
    row('candidates tried, median', 'count', figures.tried),
    row('time, median', 'ms', figures.median, atMost(10_000)),
    row('time, p95', 'ms', figures.p95, atMost(60_000)),
  ];
}
