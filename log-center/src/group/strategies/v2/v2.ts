import type { Event } from '@errata/protocol/event';
import type { FingerprintRule, GroupingComponent } from '@errata/protocol/grouping';
import { matchingRule } from '../../rules/match-rule.ts';
import { isDefault, withVariables } from '../../rules/variables.ts';
import type { Account, Strategy } from '../strategy.ts';
import { ownAccount } from './own-account.ts';

/** Rules before the client's wish, that before what the event is by itself. */
export const v2: Strategy = {
  account(event: Event, rules: readonly FingerprintRule[]): Account {
    const rule = matchingRule(event, rules);
    if (rule !== undefined)
      return {
        method: 'rule',
        reason: `A rule of the project matches: ${rule.match.map(({ field, pattern }) => `${field} is ${pattern}`).join(', ')}.`,
        components: wishedComponents(event, rule.fingerprint, 'set by the rule'),
        ...(rule.title !== undefined && { title: withVariables(rule.title, event) }),
      };
    const wish = event.fingerprint ?? [];
    if (wish.every(isDefault)) return ownAccount(event);
    return {
      method: 'client',
      reason: 'The client sent a fingerprint.',
      components: wishedComponents(event, wish, 'sent by the client'),
    };
  },
  text({ kind, value }) {
    return `${kind}: ${value}`;
  },
};

function wishedComponents(event: Event, wish: readonly string[], hint: string): GroupingComponent[] {
  return wish.flatMap((part): readonly GroupingComponent[] =>
    isDefault(part)
      ? ownAccount(event).components
      : [{ kind: 'fingerprint', value: withVariables(part, event), contributes: true, hint }],
  );
}
