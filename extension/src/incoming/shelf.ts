import type { Issue, IssueSort, IssueStatus } from '@errata/protocol/issue';
import { compareBy } from './issue-order.ts';

export const pageSize = 200;

export interface IssuePage {
  readonly issues: readonly Issue[];
  readonly nextCursor?: string | undefined;
}
export type ReadPage = (cursor: string | undefined) => Promise<IssuePage>;

/** The pages that are loaded of one of the log center's lists. */
export class Shelf {
  /** Only issues with this status are on it; nothing: any that are. */
  readonly status: IssueStatus | undefined;
  readonly #compare: (one: Issue, other: Issue) => number;
  #issues = new Map<string, Issue>();
  #pages = 1;
  #cursor: string | undefined;
  /** What came in pushed some out again that had been read. */
  #isCut = false;

  constructor(sort: IssueSort, status?: IssueStatus) {
    this.status = status;
    this.#compare = compareBy(sort);
  }

  get issues(): IterableIterator<Issue> {
    return this.#issues.values();
  }

  get size(): number {
    return this.#issues.size;
  }

  get more(): boolean {
    return this.#cursor !== undefined || this.#isCut;
  }

  get(id: string): Issue | undefined {
    return this.#issues.get(id);
  }

  /** Reads as many pages as were asked for. When it fails, the shelf stays what it was. */
  async read(readPage: ReadPage): Promise<void> {
    const issues = new Map<string, Issue>();
    let cursor: string | undefined;
    for (let page = 0; page < this.#pages; page++) {
      const answer = await readPage(cursor);
      // An issue that moves while pages are read may come twice: the first word counts.
      for (const issue of answer.issues) if (!issues.has(issue.id)) issues.set(issue.id, issue);
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    this.#issues = issues;
    this.#cursor = cursor;
    this.#isCut = false;
  }

  /** Reads one page more. */
  async readMore(readPage: ReadPage): Promise<void> {
    this.#pages++;
    if (this.#cursor === undefined || this.#isCut) return this.read(readPage);
    const { issues, nextCursor } = await readPage(this.#cursor);
    for (const issue of issues) if (!this.#issues.has(issue.id)) this.#issues.set(issue.id, issue);
    this.#cursor = nextCursor;
  }

  remove(id: string): void {
    this.#issues.delete(id);
  }

  /**
   * Takes in what these issues are now. Those that are on the shelf keep their place until {@link settle}; others find
   * theirs, except behind the last page that was read.
   */
  put(issues: readonly Issue[]): void {
    const added = issues.filter(issue => !this.#issues.has(issue.id)).toSorted(this.#compare);
    for (const issue of issues) if (this.#issues.has(issue.id)) this.#issues.set(issue.id, issue);
    if (added.length === 0) return;
    const merged: Issue[] = [];
    let next = 0;
    for (const issue of this.#issues.values()) {
      for (let candidate = added[next]; candidate && this.#compare(candidate, issue) < 0; ) {
        merged.push(candidate);
        candidate = added[++next];
      }
      merged.push(issue);
    }
    if (!this.more) merged.push(...added.slice(next));
    this.#isCut ||= merged.length > this.#pages * pageSize;
    this.#issues = new Map(merged.slice(0, this.#pages * pageSize).map(issue => [issue.id, issue]));
  }

  /** Puts everything in order. */
  settle(): void {
    const sorted = [...this.#issues.values()].sort(this.#compare);
    this.#issues = new Map(sorted.map(issue => [issue.id, issue]));
  }
}
