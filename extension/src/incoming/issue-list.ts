import { basename } from 'node:path';
import type { AgentParams, Place } from '@errata/protocol/agent-rpc';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { fileOfCulprit, groupsOf, type IssueGroup, isResolved, statusOrder } from './groups.ts';
import { type IssuePage, pageSize, type ReadPage, Shelf } from './shelf.ts';
import { plainView, type ViewOptions } from './view-options.ts';

export type FetchPage = (query: AgentParams<'errata/issues'>) => Promise<IssuePage>;

/** What the agent told of single issues. */
export interface News {
  readonly issues: readonly Issue[];
  readonly gone: readonly string[];
}

/** What is shown, and how it was asked for. */
interface Shown {
  readonly options: ViewOptions;
  readonly shelves: readonly Shelf[];
}

/** The issues that are loaded, as the person wants to see them: paged, grouped, sorted and filtered. */
export class IssueList {
  readonly #fetch: FetchPage;
  #shown: Shown = shown(plainView);
  #options: ViewOptions = plainView;
  #places: ReadonlyMap<string, Place> = new Map();
  #groups: readonly IssueGroup[] | undefined;
  #loaded = false;
  /** What was told while pages were being read, which may be older. */
  #meanwhile: News[] | undefined;

  constructor(fetch: FetchPage) {
    this.#fetch = fetch;
  }

  get options(): ViewOptions {
    return this.#options;
  }

  /** Shows it otherwise, from the next {@link refresh} on. */
  set options(options: ViewOptions) {
    this.#options = options;
  }

  /** The groups that hold something. */
  get groups(): readonly IssueGroup[] {
    this.#groups ??= this.#grouped();
    return this.#groups;
  }

  /** True when there are more than are loaded, of no group in particular. */
  get more(): boolean {
    return this.#shown.shelves.some(({ status, more }) => status === undefined && more);
  }

  /** False until a {@link refresh} succeeded: an empty list says nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get issues(): Issue[] {
    return this.#shown.shelves.flatMap(shelf => [...shelf.issues]);
  }

  find(id: string): Issue | undefined {
    for (const shelf of this.#shown.shelves) {
      const issue = shelf.get(id);
      if (issue) return issue;
    }
    return undefined;
  }

  /** Takes in where issues are in the workspace. */
  setPlaces(places: readonly Place[]): void {
    this.#places = new Map(places.map(place => [place.issue, place]));
    this.#groups = undefined;
  }

  /** Reads as many pages of each group as were asked for. When it fails, the list stays what it was. */
  async refresh(): Promise<void> {
    const next = this.#shown.options === this.#options ? this.#shown : shown(this.#options);
    this.#meanwhile = [];
    try {
      await Promise.all(next.shelves.map(shelf => shelf.read(this.#reader(shelf, next.options))));
      this.#shown = next;
      this.#loaded = true;
    } finally {
      const told = this.#meanwhile;
      this.#meanwhile = undefined;
      for (const news of told) this.apply(news);
      this.#groups = undefined;
    }
  }

  /** Reads one page more of a group, or of everything. */
  async loadMore(status?: IssueStatus): Promise<void> {
    const { shelves, options } = this.#shown;
    const shelf = shelves.find(candidate => candidate.status === status);
    await shelf?.readMore(this.#reader(shelf, options));
    this.#groups = undefined;
  }

  /** Takes in what single issues are now. False when only {@link refresh} can tell which of them are to be shown. */
  apply(news: News): boolean {
    this.#meanwhile?.push(news);
    this.#groups = undefined;
    const { shelves, options } = this.#shown;
    for (const shelf of shelves) {
      for (const id of news.gone) shelf.remove(id);
      const here = news.issues.filter(issue => belongs(issue, shelf, options));
      for (const issue of news.issues) if (!here.includes(issue)) shelf.remove(issue.id);
      // Whether the filter finds an issue is for the log center to say; one that was found is shown as it is now.
      shelf.put(options.filter === '' ? here : here.filter(({ id }) => shelf.get(id)));
    }
    return options.filter === '' || news.issues.length === 0;
  }

  /** Puts everything in order. Until then rows keep their places, so that none jumps away from under the mouse. */
  settle(): void {
    for (const shelf of this.#shown.shelves) shelf.settle();
    this.#groups = undefined;
  }

  #reader({ status }: Shelf, { filter, sortBy, showIgnored }: ViewOptions): ReadPage {
    const q = status === undefined ? `${filter} is:unresolved`.trim() : filter;
    return cursor =>
      this.#fetch({
        ...(status !== undefined && { status }),
        ...(q !== '' && { q }),
        ...(cursor !== undefined && { cursor }),
        sort: sortBy,
        ignored: showIgnored ? 'with' : 'without',
        limit: pageSize,
      });
  }

  #grouped(): IssueGroup[] {
    const { shelves, options } = this.#shown;
    if (options.groupBy === 'project') return groupsOf('project', this.issues, ({ project }) => project);
    if (options.groupBy === 'file') return groupsOf('file', this.issues, fileNames(this.#places));
    return shelves
      .filter(({ size }) => size > 0)
      .map(({ status: name = '', issues, more }) => ({ by: 'status', name, issues: [...issues], more }));
  }
}

/** The file that an issue came from; behind its repository's name where several are open. */
function fileNames(places: ReadonlyMap<string, Place>): (issue: Issue) => string {
  const areSeveral = new Set([...places.values()].map(({ repository }) => repository)).size > 1;
  return ({ id, culprit }) => {
    const place = places.get(id);
    if (place === undefined) return fileOfCulprit(culprit);
    return areSeveral ? `${basename(place.repository)}/${place.file}` : place.file;
  };
}

function belongs(issue: Issue, shelf: Shelf, { showIgnored }: ViewOptions): boolean {
  if (issue.ignored && !showIgnored) return false;
  return shelf.status === undefined ? !isResolved(issue.status) : shelf.status === issue.status;
}

/** By status each group is paged for itself; otherwise all open ones are paged together. */
function shown(options: ViewOptions): Shown {
  const { groupBy, sortBy } = options;
  const shelves =
    groupBy === 'status' ? statusOrder.map(status => new Shelf(sortBy, status)) : [new Shelf(sortBy)];
  return { options, shelves };
}
