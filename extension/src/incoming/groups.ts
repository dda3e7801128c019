import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { Grouping } from './view-options.ts';

/** The groups by status, in the order in which they ask for attention. */
export const statusOrder = [
  'NEW',
  'FIXING',
  'PENDING_REVIEW',
  'FAILED',
  'MERGED',
  'DEPLOYED',
] as const satisfies readonly IssueStatus[];

/** Statuses from which a fix may be started or resumed. */
export const fixableStatuses: readonly IssueStatus[] = ['NEW', 'FIXING', 'FAILED'];

/** A bug in one of these has a fix already. */
export function isResolved(status: IssueStatus): boolean {
  return status === 'MERGED' || status === 'DEPLOYED';
}

export interface IssueGroup {
  readonly by: Grouping;
  /** A status, a project's slug or a path; empty where no path is known. */
  readonly name: string;
  readonly issues: readonly Issue[];
  /** True when the log center has more than are loaded. */
  readonly more: boolean;
}

/** Groups of what has a fix already are closed until a person opens them. */
export function isOpenAtFirst({ by, name }: IssueGroup): boolean {
  return by !== 'status' || !isResolved(name as IssueStatus);
}

/** Groups issues by a name of theirs, in the order of the names; those without one come last. */
export function groupsOf(
  by: 'project' | 'file',
  issues: Iterable<Issue>,
  nameOf: (issue: Issue) => string,
): IssueGroup[] {
  const byName = Map.groupBy(issues, nameOf);
  return [...byName.keys()]
    .sort((one, other) => Number(one === '') - Number(other === '') || one.localeCompare(other))
    .map(name => ({ by, name, issues: byName.get(name) ?? [], more: false }));
}

/** The file that a culprit names: `total (src/cart.ts)`. */
export function fileOfCulprit(culprit: string): string {
  const end = culprit.lastIndexOf(')');
  const start = culprit.lastIndexOf('(', end);
  return start < 0 || end !== culprit.length - 1 ? '' : culprit.slice(start + 1, end);
}
