import { posix } from 'node:path';
import type { Place } from '@errata/protocol/agent-rpc';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { rootException } from '@errata/protocol/root-exception';
import type { RepositoryChoice } from '../repository-choice.ts';
import type { Workspace } from '../workspace.ts';
import { LinesNow } from './lines-now.ts';
import type { MarkedLine, Marker } from './marker.ts';
import { fileKey, type OpenFiles } from './open-files.ts';
import { PlacingQueue } from './placing-queue.ts';

export interface MarkerSources {
  readonly workspace: Workspace;
  readonly choice: RepositoryChoice;
  readonly files: OpenFiles;
  /** The newest event of an issue. */
  event(issue: Issue): Promise<Event>;
  /** What is shown in these files is no longer what it was. */
  changed(uris: ReadonlySet<string>): void;
  /** Everything is placed, or was tried. */
  done(failures: readonly unknown[]): void;
}

/** Where the log center's issues are in the workspace. They are placed in the background, those in open files first. */
export class MarkerBoard implements Disposable {
  /** Where marked lines are now. */
  readonly lines: LinesNow;
  readonly #sources: MarkerSources;
  readonly #queue: PlacingQueue;
  /** By issue. */
  readonly #markers = new Map<string, Marker>();
  /** What was known when each was placed, or was not found. */
  readonly #placed = new Map<string, { state: string; version: number }>();

  constructor(sources: MarkerSources) {
    this.#sources = sources;
    this.lines = new LinesNow(sources.files);
    this.#queue = new PlacingQueue({
      place: (issue, signal) => this.#place(issue, signal),
      isUrgent: issue => this.#isInOpenFile(issue),
      done: failures => sources.done(failures),
    });
  }

  /** Places these issues, in time; one that was placed for the same release and commits stays where it is. */
  update(issues: readonly Issue[]): void {
    const redrawn = new Set<string>();
    const unplaced: Issue[] = [];
    for (const issue of issues) {
      const uri = this.#markers.get(issue.id)?.uri;
      if (!isShown(issue)) this.#remove(issue.id);
      else if (!this.#isPlaced(issue)) unplaced.push(issue);
      if (uri !== undefined) redrawn.add(uri);
    }
    if (redrawn.size > 0) this.#sources.changed(redrawn);
    // Without a repository there is no place for any of them.
    if (this.#sources.workspace.roots.length > 0) this.#queue.add(unplaced);
  }

  /** A file was opened: what may be in it comes first. */
  opened(): void {
    this.#queue.hurry();
  }

  /** Forgets every place, because the folders changed; what is being placed is given up. */
  clear(): void {
    this.#queue.clear();
    const uris = this.uris;
    this.#markers.clear();
    this.#placed.clear();
    if (uris.size > 0) this.#sources.changed(uris);
  }

  /** Forgets those that nobody asks for any more. */
  keepOnly(isKept: (issue: string) => boolean): void {
    for (const issue of this.#placed.keys()) if (!isKept(issue)) this.forget(issue);
  }

  /** Forgets an issue that is no longer there. */
  forget(issue: string): void {
    const uri = this.#markers.get(issue)?.uri;
    this.#remove(issue);
    if (uri !== undefined) this.#sources.changed(new Set([uri]));
  }

  [Symbol.dispose](): void {
    this.#queue[Symbol.dispose]();
  }

  /** The issues that came from a file, by the address that it has now. */
  in(uri: string): readonly Marker[] {
    const key = fileKey(uri);
    return [...this.#markers.values()].filter(marker => this.#keyOf(marker) === key);
  }

  /** All issues with a frame in a file, by the address that it has now. */
  through(uri: string): readonly Marker[] {
    const key = fileKey(uri);
    return [...this.#markers.values()].filter(marker =>
      [marker, ...marker.trace].some(line => this.#keyOf(line) === key),
    );
  }

  /** The files that issues came from, by the addresses that they have now. */
  get uris(): ReadonlySet<string> {
    return new Set([...this.#markers.values()].map(({ uri }) => this.#sources.files.present(uri)));
  }

  /** Where each issue is that was found, by its line as it is now. */
  async places(): Promise<Place[]> {
    const look = this.lines.look();
    const places = [...this.#markers.values()].map(async marker => {
      const now = await look(marker, marker);
      const { issue, path, repository } = marker;
      return now && { issue, repository: repository.root, file: path, line: now.range.start.line + 1 };
    });
    return (await Promise.all(places)).filter(place => place !== undefined);
  }

  #keyOf({ uri }: MarkedLine): string {
    return fileKey(this.#sources.files.present(uri));
  }

  #remove(issue: string): void {
    this.#markers.delete(issue);
    this.#placed.delete(issue);
  }

  /** The culprit, which is known without the event, names the file. */
  #isInOpenFile({ culprit }: Issue): boolean {
    const file = /\(([^()]{1,1000})\)$/.exec(culprit)?.[1] ?? culprit;
    return this.#sources.files.hasName(posix.basename(file.replaceAll('\\', '/')));
  }

  /** The culprit changes when a source map comes late and tells where the event's frames are. */
  #stateOf({ lastRelease, culprit }: Issue): string {
    return [lastRelease ?? '', this.#sources.workspace.heads, culprit].join(' ');
  }

  /** What has no place may have one as soon as more is known of its project. */
  #isPlaced(issue: Issue): boolean {
    const placed = this.#placed.get(issue.id);
    if (placed?.state !== this.#stateOf(issue)) return false;
    return this.#markers.has(issue.id) || placed.version === this.#sources.choice.version;
  }

  async #place(issue: Issue, signal: AbortSignal): Promise<void> {
    const { workspace, choice, changed } = this.#sources;
    const repositories = await workspace.repositories();
    if (this.#isPlaced(issue)) return;
    const placed = { state: this.#stateOf(issue), version: choice.version };
    const event = await this.#sources.event(issue);
    if (signal.aborted) return;
    const marker = await this.#mark(issue, event, () => choice.choose(issue, event, repositories, signal));
    if (signal.aborted) return;
    const before = this.#markers.get(issue.id);
    if (marker) this.#markers.set(issue.id, marker);
    else this.#markers.delete(issue.id);
    this.#placed.set(issue.id, placed);
    const uris = [before?.uri, marker?.uri].filter(uri => uri !== undefined);
    if (uris.length > 0) changed(new Set(uris));
  }

  async #mark(
    issue: Issue,
    event: Event,
    choose: () => ReturnType<RepositoryChoice['choose']>,
  ): Promise<Marker | undefined> {
    if ((rootException(event)?.frames.length ?? 0) === 0) return undefined;
    const { open, ...placed } = await choose();
    if (open === undefined || !('frames' in placed)) return undefined;
    const lines = placed.frames.map(({ file, line, symbol, frame, index }) => ({
      uri: this.#sources.workspace.addressOf(open.repository.root, file),
      path: file,
      line,
      symbol: symbol ?? frame.function,
      index,
    }));
    const [crash, ...trace] = lines;
    const { repository, tree } = open;
    return crash && { ...crash, issue: issue.id, repository, commit: tree.commit, trace };
  }
}

/** What was fixed, or set aside by a person, is not in anybody's way. */
function isShown({ status, ignored }: Issue): boolean {
  return status !== 'MERGED' && status !== 'DEPLOYED' && ignored !== true;
}
