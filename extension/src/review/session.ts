import {
  type FileChange,
  type Proposal,
  reproductionFor,
  type Verification,
} from '@errata/protocol/proposal';
import { applyHunks, computeHunks, type Hunk } from './hunks.ts';

export type Mark = 'accepted' | 'rejected' | 'undecided';
export type MarkScope =
  | { readonly kind: 'hunk'; readonly path: string; readonly hunk: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'all' };

/** One file of the selected candidate, with what the person said of each hunk. */
export interface ReviewedFile {
  readonly change: FileChange;
  readonly role: 'fix' | 'reproduction';
  readonly hunks: readonly Hunk[];
  readonly marks: Map<string, Mark>;
}

/** May it be pushed, and if not, what is missing. */
export type Readiness = 'ready' | 'undecided' | 'nothing-accepted';

/**
 * What a person says of a proposal: a mark for every hunk of every candidate, and the texts that follow from the marks.
 * Knows nothing of the editor. Marks survive looking at another candidate and coming back.
 */
export class ReviewSession {
  readonly #proposal: Proposal;
  readonly #files = new Map<string, ReviewedFile[]>();
  readonly #verifications = new Map<string, Verification>();
  #selected: string | undefined;

  constructor(proposal: Proposal) {
    this.#proposal = proposal;
    for (const candidate of proposal.candidates) {
      const files = candidate.changes.map(change => reviewedFile(change, 'fix'));
      const test = reproductionFor(proposal, candidate);
      if (test) files.push(reviewedFile(test, 'reproduction'));
      this.#files.set(candidate.id, files);
    }
    this.#selected = proposal.recommended ?? proposal.candidates[0]?.id;
  }

  get proposal(): Proposal {
    return this.#proposal;
  }

  /** Id of the candidate that is being reviewed; none when the proposal is empty. */
  get selected(): string | undefined {
    return this.#selected;
  }

  get files(): readonly ReviewedFile[] {
    return this.#selected === undefined ? [] : (this.#files.get(this.#selected) ?? []);
  }

  /** Turns to another candidate. An unknown id changes nothing. */
  select(candidate: string): void {
    if (this.#files.has(candidate)) this.#selected = candidate;
  }

  /** Marks the hunks in the scope. What is unknown is ignored. */
  mark(scope: MarkScope, mark: Mark): void {
    for (const file of this.files) {
      if ((scope.kind === 'hunk' || scope.kind === 'file') && scope.path !== file.change.path) continue;
      for (const hunk of file.hunks) {
        if (scope.kind === 'hunk' && scope.hunk !== hunk.id) continue;
        if (scope.kind === 'undecided' && file.marks.get(hunk.id) !== 'undecided') continue;
        file.marks.set(hunk.id, mark);
      }
    }
  }

  readiness(): Readiness {
    const marks = this.files.flatMap(file => [...file.marks.values()]);
    if (marks.includes('undecided')) return 'undecided';
    return marks.includes('accepted') ? 'ready' : 'nothing-accepted';
  }

  /** The accepted changes as whole texts. Files without an accepted hunk are left out. */
  acceptedChanges(): FileChange[] {
    return this.#changes(mark => mark === 'accepted');
  }

  /** What would be left if every undecided hunk were accepted: that is what the evidence on the page is about. */
  remainingChanges(): FileChange[] {
    return this.#changes(mark => mark !== 'rejected');
  }

  /** Keeps the verification of exactly these changes. */
  addVerification(changes: readonly FileChange[], verification: Verification): void {
    this.#verifications.set(keyOf(changes), verification);
  }

  /**
   * The verification of what remains, if it was run. A candidate's own verification holds as long as its fix is whole:
   * whether the regression test goes along does not change what it proves, unless the test was cut in pieces.
   */
  verification(): Verification | undefined {
    const own = this.#verifications.get(keyOf(this.remainingChanges()));
    if (own) return own;
    const whole = this.files.every(file => {
      const rejected = [...file.marks.values()].filter(mark => mark === 'rejected').length;
      return rejected === 0 || (file.role === 'reproduction' && rejected === file.marks.size);
    });
    return whole
      ? this.#proposal.candidates.find(({ id }) => id === this.#selected)?.verification
      : undefined;
  }

  #changes(taken: (mark: Mark) => boolean): FileChange[] {
    return this.files.flatMap(file => {
      const accepted = (hunk: Hunk) => taken(file.marks.get(hunk.id) ?? 'undecided');
      const count = file.hunks.filter(accepted).length;
      if (count === 0) return [];
      const { path, before, after } = file.change;
      // Whole deletions and creations stay what they are: an empty text is not a missing file.
      if (count === file.hunks.length) return [{ path, before, after }];
      return [{ path, before, after: applyHunks(before ?? '', file.hunks, accepted) }];
    });
  }
}

function reviewedFile(change: FileChange, role: 'fix' | 'reproduction'): ReviewedFile {
  const computed = computeHunks(change.before ?? '', change.after ?? '');
  const changed = change.before !== change.after;
  const hunks = computed.length === 0 && changed ? [existenceHunk(change)] : computed;
  return {
    change: { path: change.path, before: change.before, after: change.after },
    role,
    hunks,
    marks: new Map(hunks.map(hunk => [hunk.id, 'undecided'])),
  };
}

/** An empty file that comes or goes has no line to show, but there is something to decide. */
function existenceHunk(change: FileChange): Hunk {
  const header = change.after === null ? 'empty file deleted' : 'empty file created';
  return { id: '0', header, lines: [], start: 0, length: 0, replacement: [] };
}

function keyOf(changes: readonly FileChange[]): string {
  return JSON.stringify(changes.map(({ path, after }) => [path, after]));
}
