import { acknowledgedWithin, ingestBudgets } from '../budgets.ts';
import type { HookResults } from '../results.ts';
import type { Budget, Row, Unit } from '../rows.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import type { HookMeasures } from './measure.ts';

const none: Budget = { kind: 'exactly', limit: 0 };

export function hookRows(measures: HookMeasures): Row[] {
  const { alone, flooded, halfPerSecond, webhooks } = measures;
  const row = (what: string, unit: Unit, value: number | undefined, budget?: Budget): Row => ({
    ...{ what, unit, better: undefined, budget },
    measured: value === undefined ? {} : { errata: value },
  });
  const [{ perSecond }] = ingestBudgets;
  const fullBudget: Budget = { kind: 'at-least', limit: perSecond };
  const within: Budget = { kind: 'at-most', limit: acknowledgedWithin };
  const atHalf = `acknowledged at ${halfPerSecond}/s, p99`;
  return [
    row('events acknowledged, alone', 'per-second', alone.acknowledgedPerSecond, fullBudget),
    row('events acknowledged, with webhooks', 'per-second', flooded.acknowledgedPerSecond, fullBudget),
    row('with webhooks of alone', 'share', flooded.acknowledgedPerSecond / alone.acknowledgedPerSecond),
    row(`${atHalf}, alone`, 'ms', alone.atHalf?.p99, within),
    row(`${atHalf}, with webhooks`, 'ms', flooded.atHalf?.p99, within),
    row('events not acknowledged, with webhooks', 'count', flooded.notAcknowledged, none),
    row('webhooks answered', 'count', measures.sent, { kind: 'exactly', limit: webhooks }),
    row('webhooks answered wrongly', 'count', measures.wrong, none),
    row('lists that they changed', 'count', measures.changed, none),
    row('webhook to answer, p50', 'ms', measures.latency?.p50),
    row('webhook to answer, p99', 'ms', measures.latency?.p99),
  ];
}

/** The chapter on webhooks that are not to be believed. */
export function hookChapter(results: HookResults): string {
  const { webhooks, seconds, bytes, halfPerSecond } = results;
  return [
    '## Webhooks',
    whenAndWhere(results),
    tableOf(hookRows(results)),
    `**How.** Events of ${bytes / 1024} KB are sent as in _Ingest_: for ${seconds} s as fast as they are answered, then for ${seconds} s at ${halfPerSecond} a
second; first alone, then again while another process sends ${webhooks.toLocaleString('en-US')} webhooks of 7 KB, evenly over that time. A fifth each is forged, altered
after it was signed, sent again, dated before what is known, and about pull requests of others. The pull requests, rounds, deployments, releases and the
audit trail, as the API shows them, are compared before and after.`,
  ].join('\n\n');
}
