import type { Issue, IssueStatus } from '@errata/protocol/issue';

/** The groups of the list, in the order in which they ask for attention. */
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

export const pageSize = 200;

export interface IssuePage {
  readonly issues: readonly Issue[];
  readonly nextCursor?: string | undefined;
}
export type FetchPage = (status: IssueStatus, cursor: string | undefined) => Promise<IssuePage>;

export interface IssueGroup {
  readonly status: IssueStatus;
  readonly issues: readonly Issue[];
  /** True when the log center has more than are loaded. */
  readonly more: boolean;
}

/** The issues that are loaded, by status, newest last-seen first. Pages of {@link pageSize}. */
export class IssueList {
  readonly #fetch: FetchPage;
  readonly #pages = new Map<IssueStatus, number>();
  #groups: IssueGroup[] = [];
  #loaded = false;

  constructor(fetch: FetchPage) {
    this.#fetch = fetch;
  }

  /** The groups that hold something. */
  get groups(): readonly IssueGroup[] {
    return this.#groups;
  }

  /** False until the first {@link refresh} succeeded: an empty list says nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  find(id: string): Issue | undefined {
    for (const group of this.#groups) {
      const issue = group.issues.find(candidate => candidate.id === id);
      if (issue) return issue;
    }
    return undefined;
  }

  /** Reads as many pages of each group as were asked for. When it fails, the list stays what it was. */
  async refresh(): Promise<void> {
    const groups = await Promise.all(statusOrder.map(status => this.#read(status)));
    this.#groups = groups.filter(group => group.issues.length > 0);
    this.#loaded = true;
  }

  /** Asks for one page more of a group, from the next {@link refresh} on. */
  wantMore(status: IssueStatus): void {
    this.#pages.set(status, (this.#pages.get(status) ?? 1) + 1);
  }

  async #read(status: IssueStatus): Promise<IssueGroup> {
    // An issue that moves while pages are read may come twice: the first word counts.
    const issues = new Map<string, Issue>();
    let cursor: string | undefined;
    for (let page = 0; page < (this.#pages.get(status) ?? 1); page++) {
      const answer = await this.#fetch(status, cursor);
      for (const issue of answer.issues) if (!issues.has(issue.id)) issues.set(issue.id, issue);
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    return { status, issues: [...issues.values()], more: cursor !== undefined };
  }
}
