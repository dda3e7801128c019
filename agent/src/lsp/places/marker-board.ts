import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from '@errata/protocol/agent-rpc';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { rootException } from '@errata/protocol/root-exception';
import type { Range } from 'vscode-languageserver';
import { lineMap, textHunks } from '../../git/diff.ts';
import { readWorkingCopy } from '../../locate/working-copy.ts';
import type { RepositoryChoice } from '../repository-choice.ts';
import type { OpenRepository, Workspace } from '../workspace.ts';

/** A frame of an issue in the checkout, by its line in HEAD. */
export interface MarkedLine {
  readonly uri: string;
  readonly path: string;
  readonly line: number;
  readonly symbol: string | undefined;
}

/** An issue at the line it came from. */
export interface Marker extends MarkedLine {
  readonly issue: string;
  readonly event: Event;
  readonly open: OpenRepository;
  /** Its other frames in the checkout, callers after the crash. */
  readonly trace: readonly MarkedLine[];
}

/** Where the log center's issues are in the workspace, and where these lines are in what the editor shows now. */
export class MarkerBoard implements Disposable {
  readonly #workspace: Workspace;
  readonly #choice: RepositoryChoice;
  readonly #openText: (uri: string) => string | undefined;
  readonly #changed: (uris: ReadonlySet<string>) => void;
  readonly #markers = new Map<string, Marker>();
  readonly #placed = new Map<string, string>();
  /** By issue: what came last is all that counts. */
  readonly #waiting = new Map<string, { issue: Issue; event: (issue: Issue) => Promise<Event> }>();
  #working: Promise<void> | undefined;
  #stop = new AbortController();

  constructor(
    workspace: Workspace,
    choice: RepositoryChoice,
    openText: (uri: string) => string | undefined,
    changed: (uris: ReadonlySet<string>) => void,
  ) {
    this.#workspace = workspace;
    this.#choice = choice;
    this.#openText = openText;
    this.#changed = changed;
  }

  /**
   * Places issues one after the other; one that was placed for the same event and commits is left as it is. Rejects with
   * the first failure when all were tried.
   */
  update(issues: readonly Issue[], event: (issue: Issue) => Promise<Event>): Promise<void> {
    for (const issue of issues) this.#waiting.set(issue.id, { issue, event });
    if (this.#waiting.size > 0) this.#working ??= this.#work(this.#stop.signal);
    return this.#working ?? Promise.resolve();
  }

  /** Forgets every place, because folders or commits changed; what is being placed is given up. */
  clear(): void {
    this[Symbol.dispose]();
    this.#stop = new AbortController();
    const uris = new Set([...this.#markers.values()].map(marker => marker.uri));
    this.#markers.clear();
    this.#placed.clear();
    this.#changed(uris);
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#waiting.clear();
    this.#working = undefined;
  }

  in(uri: string): readonly Marker[] {
    return [...this.#markers.values()].filter(marker => marker.uri === uri);
  }

  get uris(): ReadonlySet<string> {
    return new Set([...this.#markers.values()].map(marker => marker.uri));
  }

  /** Where each issue is that was found, by its line as it is now. */
  places(): Promise<Place[]> {
    return Promise.all(
      [...this.#markers.values()].map(async marker => {
        const { start } = await this.currentRange(marker, marker.open);
        const { issue, path, open } = marker;
        return { issue, repository: open.repository.root, file: path, line: start.line + 1 };
      }),
    );
  }

  /** Where a marked line is in the text that the editor (or else the disk) holds now. */
  async currentRange(marked: MarkedLine, open: OpenRepository): Promise<Range> {
    const [head, now] = await Promise.all([
      open.tree.read(marked.path),
      this.#openText(marked.uri) ?? readWorkingCopy(open.repository.root, marked.path),
    ]);
    const text = now ?? head ?? '';
    const line =
      head === undefined || now === undefined ? marked.line : lineMap(textHunks(head, now))(marked.line).line;
    const content = text.split(/\r?\n/, line)[line - 1] ?? '';
    const start = content.length - content.trimStart().length;
    return {
      start: { line: line - 1, character: start },
      end: { line: line - 1, character: Math.max(content.trimEnd().length, start) },
    };
  }

  async #work(signal: AbortSignal): Promise<void> {
    let failure: unknown;
    try {
      for (const [id, next] of this.#waiting) {
        // What comes meanwhile is put behind, and looked at as well.
        this.#waiting.delete(id);
        try {
          await this.#update(next.issue, next.event, signal);
        } catch (error) {
          failure ??= error;
        }
        if (signal.aborted) return;
      }
    } finally {
      if (!signal.aborted) this.#working = undefined;
    }
    if (failure !== undefined) throw failure;
  }

  async #update(issue: Issue, event: (issue: Issue) => Promise<Event>, signal: AbortSignal): Promise<void> {
    const before = this.#markers.get(issue.id);
    if (issue.status === 'MERGED' || issue.status === 'DEPLOYED') {
      this.#markers.delete(issue.id);
      if (before) this.#changed(new Set([before.uri]));
      return;
    }
    const repositories = await this.#workspace.repositories();
    const heads = repositories.map(({ tree }) => tree.commit).join();
    // The culprit changes when a source map comes late and tells where the event's frames are.
    const state = `${issue.lastRelease ?? ''} ${heads} ${issue.culprit}`;
    if (this.#placed.get(issue.id) === state) {
      if (before) this.#changed(new Set([before.uri]));
      return;
    }
    const newest = await event(issue);
    const marker = await this.#mark(issue, newest, repositories, signal);
    if (signal.aborted) return;
    this.#placed.set(issue.id, state);
    if (marker) this.#markers.set(issue.id, marker);
    else this.#markers.delete(issue.id);
    this.#changed(new Set([before?.uri, marker?.uri].filter(uri => uri !== undefined)));
  }

  async #mark(
    issue: Issue,
    event: Event,
    repositories: readonly OpenRepository[],
    signal: AbortSignal,
  ): Promise<Marker | undefined> {
    if ((rootException(event)?.frames.length ?? 0) === 0) return undefined;
    const placed = await this.#choice.choose(issue, event, repositories, signal);
    if (placed.open === undefined) return undefined;
    const { open, frames } = placed;
    const lines = frames.map(frame => ({
      uri: pathToFileURL(join(open.repository.root, frame.file)).href,
      path: frame.file,
      line: frame.line,
      symbol: frame.frame.function,
    }));
    const [crash, ...trace] = lines;
    return crash && { ...crash, issue: issue.id, event, open, trace };
  }
}
