import type { IssueSort } from '@errata/protocol/issue';

const groupings = ['status', 'project', 'file'] as const;
const sorts = ['lastSeen', 'firstSeen', 'count', 'users'] as const satisfies readonly IssueSort[];

export type Grouping = (typeof groupings)[number];

/** How a person wants to see the list; kept from one window to the next. */
export interface ViewOptions {
  readonly groupBy: Grouping;
  readonly sortBy: IssueSort;
  /** In the words of the log center's search; empty: everything. */
  readonly filter: string;
  readonly showIgnored: boolean;
}

export const plainView: ViewOptions = {
  groupBy: 'status',
  sortBy: 'lastSeen',
  filter: '',
  showIgnored: false,
};

/** What was kept, which another version may have written; what is not understood of it is as at first. */
export function readOptions(kept: unknown): ViewOptions {
  if (typeof kept !== 'object' || kept === null) return plainView;
  const { groupBy, sortBy, filter, showIgnored }: Partial<Record<keyof ViewOptions, unknown>> = kept;
  return {
    groupBy: groupings.find(each => each === groupBy) ?? plainView.groupBy,
    sortBy: sorts.find(each => each === sortBy) ?? plainView.sortBy,
    filter: typeof filter === 'string' ? filter : plainView.filter,
    showIgnored: showIgnored === true,
  };
}
