import type { FileChange } from '@errata/protocol/proposal';
import { applyChanges, type Change, changesBetween, touch } from './changes.ts';
import { existenceHunk, type Hunk, hunksOf } from './hunks.ts';
import type { SavedFile } from './saved-review.ts';

export type Mark = 'accepted' | 'rejected' | 'undecided';
export type MarkScope =
  | { readonly kind: 'hunk'; readonly path: string; readonly hunk: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'all' };
export type FileRole = 'fix' | 'reproduction';

/** What a person made of a file: its text, what that changes, and what was said of it. */
interface FileState {
  /** With the person's edits; rejected hunks are still in it. */
  readonly after: string | null;
  readonly hunks: readonly Hunk[];
  readonly marks: ReadonlyMap<string, Mark>;
}

/** One file of a candidate, as it stands. */
export interface ReviewedFile extends FileState {
  readonly path: string;
  readonly role: FileRole;
  readonly before: string | null;
  /** What the candidate makes of it. */
  readonly proposed: string | null;
  /** Another whenever `after` is another; no two files of a review share one. */
  readonly revision: number;
}

/** The state of every file, in their order. */
type Step = readonly FileState[];
const keptSteps = 200;

/**
 * The review of one candidate: texts that a person edits, and a mark for each hunk. A hunk keeps its mark as long as it does the
 * same to the same place; one that was edited is undecided again. Every mark and edit is a step that can be taken back.
 */
export class CandidateReview {
  readonly #nextRevision: () => number;
  readonly #past: Step[] = [];
  readonly #future: Step[] = [];
  #files: readonly ReviewedFile[];

  constructor(
    changes: readonly (FileChange & { readonly role: FileRole })[],
    nextRevision: () => number,
    saved: readonly SavedFile[] = [],
  ) {
    this.#nextRevision = nextRevision;
    this.#files = changes.map(({ path, role, before, after: proposed }) => {
      const kept = saved.find(file => file.path === path);
      const after = kept?.after ?? proposed;
      const hunks = hunksBetween(before, after);
      const state = { after, hunks, marks: marksOf(hunks, new Map(kept?.marks)) };
      return { path, role, before, proposed, ...state, revision: nextRevision() };
    });
  }

  get files(): readonly ReviewedFile[] {
    return this.#files;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Marks the hunks in the scope. What is unknown is ignored. */
  mark(scope: MarkScope, mark: Mark): void {
    this.#step(file => {
      if ((scope.kind === 'hunk' || scope.kind === 'file') && scope.path !== file.path) return file;
      const taken = ([id, now]: readonly [string, Mark]) =>
        now !== mark &&
        (scope.kind !== 'hunk' || scope.hunk === id) &&
        (scope.kind !== 'undecided' || now === 'undecided');
      const changed = [...file.marks].filter(taken).map(([id]) => [id, mark] as const);
      return changed.length === 0 ? file : { ...file, marks: new Map([...file.marks, ...changed]) };
    });
  }

  /** Takes the whole text of a file. One that was made from an older revision is not taken. */
  edit(path: string, revision: number, after: string): void {
    this.#step(file =>
      file.path === path && file.revision === revision && file.after !== after ? withText(file, after) : file,
    );
  }

  /**
   * Takes the whole text of a file as it is without the rejected hunks. Those stay rejected hunks of it, except where the edit
   * came near them: what is left is exactly this text in any case.
   */
  editRemaining(path: string, text: string): void {
    this.#step(file => {
      if (file.path !== path || (remaining(file) ?? '') === text) return file;
      const before = file.before ?? '';
      const made = changesBetween(before, text);
      const rejected = file.hunks
        .filter(({ id, change }) => isRejected(file, id) && !made.some(other => touch(change, other)))
        .map(({ change }) => change);
      // What is typed is wanted: a hunk that was rejected is not, when it comes back so.
      const wanted = new Map([...file.marks].filter(([, mark]) => mark !== 'rejected'));
      if (rejected.length === 0) return withText(file, text, wanted);
      const all = [...made, ...rejected].sort((one, other) => one.from - other.from);
      const hunks = hunksOf(before, all);
      const kept = new Set<Change>(rejected);
      const marks = hunks.map(({ id, change }): [string, Mark] => [
        id,
        kept.has(change) ? 'rejected' : (wanted.get(id) ?? 'undecided'),
      ]);
      return { after: applyChanges(before, all), hunks, marks: new Map(marks) };
    });
  }

  /** Takes back the person's edits of a file. */
  restore(path: string): void {
    this.#step(file =>
      file.path === path && file.after !== file.proposed ? withText(file, file.proposed) : file,
    );
  }

  /** Takes the last step back: texts, hunks and marks are what they were. */
  undo(): void {
    const step = this.#past.pop();
    if (!step) return;
    this.#future.push(this.#files);
    this.#become(step);
  }

  redo(): void {
    const step = this.#future.pop();
    if (!step) return;
    this.#past.push(this.#files);
    this.#become(step);
  }

  /** The files with those hunks made whose mark is taken; those without such a hunk are left out. */
  changes(taken: (mark: Mark) => boolean): FileChange[] {
    return this.#files.flatMap(file => {
      const hunks = file.hunks.filter(({ id }) => taken(file.marks.get(id) ?? 'undecided'));
      return hunks.length === 0
        ? []
        : [{ path: file.path, before: file.before, after: withHunks(file, hunks) }];
    });
  }

  /** What is worth keeping over a reload. */
  saved(): SavedFile[] {
    return this.#files
      .map(({ path, after, proposed, marks }) => ({
        path,
        ...(after !== null && after !== proposed && { after }),
        marks: [...marks].filter(([, mark]) => mark !== 'undecided'),
      }))
      .filter(file => 'after' in file || file.marks.length > 0);
  }

  /** Makes a step of what `change` does to the files; none when it does nothing. */
  #step(change: (file: ReviewedFile) => FileState): void {
    const next = this.#files.map(change);
    if (next.every((state, index) => state === this.#files[index])) return;
    this.#past.push(this.#files);
    if (this.#past.length > keptSteps) this.#past.shift();
    this.#future.length = 0;
    this.#become(next);
  }

  #become(step: Step): void {
    this.#files = this.#files.map((file, index) => {
      const { after, hunks, marks } = step[index] ?? file;
      const revision = after === file.after ? file.revision : this.#nextRevision();
      return { ...file, after, hunks, marks, revision };
    });
  }
}

/** The text of a file without the rejected hunks; `null` where there is none. */
export function remaining(file: ReviewedFile): string | null {
  const hunks = file.hunks.filter(({ id }) => !isRejected(file, id));
  return hunks.length === 0 ? file.before : withHunks(file, hunks);
}

function withHunks(file: ReviewedFile, hunks: readonly Hunk[]): string | null {
  // Whole deletions and creations stay what they are: an empty text is not a missing file.
  if (hunks.length === file.hunks.length) return file.after;
  return applyChanges(
    file.before ?? '',
    hunks.map(({ change }) => change),
  );
}

function isRejected(file: ReviewedFile, hunk: string): boolean {
  return file.marks.get(hunk) === 'rejected';
}

function withText(file: ReviewedFile, after: string | null, marks = file.marks): FileState {
  const hunks = hunksBetween(file.before, after);
  // An emptied file is not a deleted one, though the same lines go.
  const same = (after === null) === (file.after === null);
  return { after, hunks, marks: marksOf(hunks, same ? marks : new Map()) };
}

function hunksBetween(before: string | null, after: string | null): readonly Hunk[] {
  const hunks = hunksOf(before ?? '', changesBetween(before ?? '', after ?? ''));
  if (hunks.length > 0 || before === after) return hunks;
  return [existenceHunk(after === null ? 'deleted' : 'created')];
}

function marksOf(hunks: readonly Hunk[], known: ReadonlyMap<string, Mark>): ReadonlyMap<string, Mark> {
  return new Map(hunks.map(({ id }) => [id, known.get(id) ?? 'undecided']));
}
