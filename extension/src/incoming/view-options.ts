import type { IssueSort } from '@errata/protocol/issue';
import type { Translate } from './labels.ts';

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

/** What stands beside the view's name: how it is shown, where that is not as at first. */
export function describeOptions(t: Translate, { groupBy, sortBy, showIgnored }: ViewOptions): string {
  const groups = { status: '', project: t('by project'), file: t('by file') };
  const sorts = {
    lastSeen: '',
    firstSeen: t('newest first'),
    count: t('most frequent first'),
    users: t('most users first'),
  };
  return [groups[groupBy], sorts[sortBy], showIgnored ? t('with ignored') : '']
    .filter(part => part !== '')
    .join(' · ');
}

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
