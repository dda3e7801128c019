import type { Exception } from '@errata/protocol/event';
import type { GroupingComponent } from '@errata/protocol/grouping';
import type { Trace } from './trace-of.ts';

/** Exceptions that hold several others: Python's, JavaScript's, .NET's, Rx's. */
export function isGroup({ type }: Exception): boolean {
  return /(?:^|[.:\\])(?:(?:Base)?ExceptionGroup|Aggregate(?:Error|Exception)|MultiError|(?:Composite|Multi)(?:Error|Exception))$/.test(
    type,
  );
}

/**
 * The components of the chain. Members of a group failed side by side: neither their order matters nor how many of them
 * failed in the same way.
 */
export function arrangedByGroup(
  traces: readonly Trace[],
  blocks: readonly (readonly GroupingComponent[])[],
): GroupingComponent[] {
  const group = traces.findLastIndex(({ exception }) => isGroup(exception));
  if (group < 0) return blocks.flat();
  const members = new Map<string, readonly GroupingComponent[]>();
  const again: GroupingComponent[] = [];
  for (const block of blocks.slice(0, group)) {
    const key = JSON.stringify(
      block.filter(({ contributes }) => contributes).map(({ kind, value }) => [kind, value]),
    );
    if (members.has(key)) again.push(...block.map(asRepetition));
    else members.set(key, block);
  }
  const sorted = [...members.keys()].sort().flatMap(key => members.get(key) ?? []);
  return [...sorted, ...again, ...blocks.slice(group).flat()];
}

function asRepetition(component: GroupingComponent): GroupingComponent {
  return component.contributes
    ? { ...component, contributes: false, hint: 'another member of the group failed in the same way' }
    : component;
}
