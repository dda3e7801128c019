import type { FileChange } from '@errata/protocol/proposal';
import { judge } from '../decide/policy.ts';

/** Why changes are not let out unseen: what only a person may allow who looks at exactly that. */
export function heldBack(
  changes: readonly FileChange[],
): { readonly reason: 'needs-review'; readonly message: string } | undefined {
  const { violations } = judge(changes, 1);
  if (violations.length === 0) return undefined;
  const why = violations.map(({ message }) => message).join(' ');
  return {
    reason: 'needs-review',
    message: `The fix is held back, until somebody has looked at it in a review: ${why}`,
  };
}
