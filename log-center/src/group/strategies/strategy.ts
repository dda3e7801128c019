import type { Event } from '@errata/protocol/event';
import type { FingerprintRule, GroupingComponent, GroupingMethod } from '@errata/protocol/grouping';

/** What a strategy looked at and found. */
export interface Account {
  readonly method: GroupingMethod;
  readonly reason: string;
  readonly components: readonly GroupingComponent[];
  readonly title?: string;
}

/** One version of how events are told apart. It must not change once events were stored with it. */
export interface Strategy {
  account(event: Event, rules: readonly FingerprintRule[]): Account;
  /** The text of a contributing component that goes into the fingerprint. */
  text(component: GroupingComponent): string;
}
