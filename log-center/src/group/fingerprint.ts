import { hash } from 'node:crypto';
import type { Event } from '@errata/protocol/event';
import type { FingerprintRule, GroupingExplanation, StrategyVersion } from '@errata/protocol/grouping';
import type { Strategy } from './strategies/strategy.ts';
import { v1 } from './strategies/v1.ts';
import { v2 } from './strategies/v2/v2.ts';

/** Every strategy that issues in the store may have been made with. */
const strategies: Readonly<Record<StrategyVersion, Strategy>> = { v1, v2 };
/** What new issues are made with. */
const currentStrategy: StrategyVersion = 'v2';
/** What issues were made with before; their new events find them by it. */
const previousStrategy: StrategyVersion = 'v1';

export interface GroupingOptions {
  /** The project's rules, as they were parsed once: they are compiled at their first use. */
  readonly rules?: readonly FingerprintRule[];
  readonly version?: StrategyVersion;
}

/** What makes events the same bug: those with the same fingerprint are one issue. */
export type Grouping = Pick<GroupingExplanation, 'fingerprint' | 'method' | 'title'>;

export function groupingOf(event: Event, options: GroupingOptions = {}): Grouping {
  const { fingerprint, method, title } = explainGrouping(event, options);
  return { fingerprint, method, ...(title !== undefined && { title }) };
}

/** The fingerprint, and everything that was looked at to find it. */
export function explainGrouping(event: Event, options: GroupingOptions = {}): GroupingExplanation {
  const version = options.version ?? currentStrategy;
  const strategy = strategies[version];
  const account = strategy.account(event, options.rules ?? []);
  const texts = account.components.filter(({ contributes }) => contributes).map(strategy.text);
  const digest = hash('sha256', JSON.stringify(texts)).slice(0, 32);
  return {
    strategy: version,
    method: account.method,
    reason: account.reason,
    components: [...account.components],
    fingerprint: `${version}:${digest}`,
    ...(account.title !== undefined && { title: account.title }),
  };
}

/**
 * The fingerprint by which the issue may be known from before the current strategy. A rule is the project's own, newer
 * word: what it says is not to be joined with what was before.
 */
export function previousFingerprint(event: Event, grouping: Grouping): string | undefined {
  return grouping.method === 'rule'
    ? undefined
    : explainGrouping(event, { version: previousStrategy }).fingerprint;
}
