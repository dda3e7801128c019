import { totalTokens } from '@errata/protocol/model';
import { percentile } from '../../latency.ts';
import type { Row, Unit } from '../../rows.ts';
import type { ModelAnswer } from './answer.ts';

export interface ModelFigures {
  readonly cases: number;
  readonly resolved: number;
  /** Of those that are resolved: by what a model or a command wrote. */
  readonly byModel: number;
  readonly plausible: number;
  /** Cases of which the right fix is known, and those of them where it is the first. */
  readonly known: number;
  readonly correct: number;
  readonly calls: number;
  readonly tokens: number;
  /** US dollars; absent where the price of a call is not known. */
  readonly cost?: number | undefined;
  readonly median: number;
  readonly p95: number;
  /** How often each trouble came up. */
  readonly troubles: Readonly<Record<string, number>>;
}

export function modelFigures(answers: readonly ModelAnswer[]): ModelFigures {
  const count = (holds: (answer: ModelAnswer) => boolean) => answers.filter(holds).length;
  const sum = (of: (answer: ModelAnswer) => number) => answers.reduce((all, each) => all + of(each), 0);
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const asked = answers.filter(({ spent }) => spent !== undefined && spent.calls > 0);
  const isPriced = asked.every(({ spent }) => spent?.cost !== undefined);
  const troubles: Record<string, number> = {};
  for (const { trouble } of answers)
    if (trouble) troubles[trouble.reason] = (troubles[trouble.reason] ?? 0) + 1;
  return {
    cases: answers.length,
    resolved: count(({ resolved }) => resolved),
    byModel: count(({ resolved, engine }) => resolved && (engine === 'model' || engine === 'command')),
    plausible: count(({ held }) => held > 0),
    known: count(({ rank }) => rank !== undefined),
    correct: count(({ rank }) => rank === 1),
    calls: sum(({ spent }) => spent?.calls ?? 0),
    tokens: sum(({ spent }) => (spent ? totalTokens(spent.tokens) : 0)),
    ...(isPriced && { cost: sum(({ spent }) => spent?.cost ?? 0) }),
    median: times.length === 0 ? 0 : percentile(times, 0.5),
    p95: times.length === 0 ? 0 : percentile(times, 0.95),
    troubles,
  };
}

export function modelRows(figures: ModelFigures): Row[] {
  const { cases, known, cost, troubles } = figures;
  const row = (what: string, unit: Unit, value: number | undefined): Row => ({
    ...{ what, unit, better: undefined, budget: undefined },
    measured: value === undefined ? {} : { errata: value },
  });
  return [
    row(`resolved, of ${cases}`, 'count', figures.resolved),
    row('of them by the model', 'count', figures.byModel),
    row(`plausible, of ${cases}`, 'count', figures.plausible),
    row(`correct first, of the ${known} whose fix is known`, 'count', figures.correct),
    row('calls', 'count', figures.calls),
    row('tokens', 'count', figures.tokens),
    row('cost', 'dollars', cost),
    row('cost of a resolved case', 'dollars', cost && figures.resolved ? cost / figures.resolved : undefined),
    row('time, median', 'ms', figures.median),
    row('time, p95', 'ms', figures.p95),
    ...Object.entries(troubles).map(([reason, times]) => row(`trouble: ${reason}`, 'count', times)),
  ];
}
