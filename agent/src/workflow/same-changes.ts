import type { FileChange } from '@errata/protocol/proposal';

/** Whether two sets of changes leave the same texts behind, in whatever order. */
export function sameChanges(a: readonly FileChange[], b: readonly FileChange[]): boolean {
  const texts = new Map(b.map(change => [change.path, change.after]));
  return (
    a.length === b.length &&
    a.every(change => texts.has(change.path) && texts.get(change.path) === change.after)
  );
}
