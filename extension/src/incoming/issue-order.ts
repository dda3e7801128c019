import type { Issue, IssueSort } from '@errata/protocol/issue';

/** The order in which the log center pages: most first; of equals the one that was opened last. */
export function compareBy(sort: IssueSort): (one: Issue, other: Issue) => number {
  return (one, other) => {
    const [a, b] = [one[sort], other[sort]];
    if (a !== b) return a < b ? 1 : -1;
    return numberOf(other.id) - numberOf(one.id) || one.id.localeCompare(other.id);
  };
}

function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}
