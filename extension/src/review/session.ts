import { createHash } from 'node:crypto';
import {
  type FileChange,
  type Proposal,
  reproductionFor,
  type Verification,
} from '@errata/protocol/proposal';
import {
  CandidateReview,
  type Mark,
  type MarkScope,
  type ReviewedFile,
  remaining,
} from './candidate-review.ts';
import type { SavedReview } from './saved-review.ts';

/** May it be pushed, and if not, what is missing. */
export type Readiness = 'ready' | 'undecided' | 'nothing-accepted';

/**
 * What a person makes of a proposal: edits of its texts and a mark for every hunk of every candidate, and the texts that follow
 * from them. Knows nothing of the editor. All of it survives looking at another candidate and coming back.
 */
export class ReviewSession {
  readonly #proposal: Proposal;
  readonly #candidates = new Map<string, CandidateReview>();
  readonly #verifications = new Map<string, Verification>();
  #selected: string | undefined;
  #revisions = 0;

  constructor(proposal: Proposal, saved?: SavedReview) {
    this.#proposal = proposal;
    for (const candidate of proposal.candidates) {
      const test = reproductionFor(proposal, candidate);
      const changes = [
        ...candidate.changes.map(change => ({ ...change, role: 'fix' as const })),
        ...(test ? [{ ...test, role: 'reproduction' as const }] : []),
      ];
      const kept = saved?.candidates.find(
        ({ id, texts }) => id === candidate.id && texts === textsKey(changes),
      );
      const review = new CandidateReview(changes, () => this.#revisions++, kept?.files);
      this.#candidates.set(candidate.id, review);
    }
    const selected = [saved?.selected, proposal.recommended, proposal.candidates[0]?.id];
    this.#selected = selected.find(id => id !== undefined && this.#candidates.has(id));
  }

  get proposal(): Proposal {
    return this.#proposal;
  }

  /** Id of the candidate that is being reviewed; none when the proposal is empty. */
  get selected(): string | undefined {
    return this.#selected;
  }

  /** What requests to the agent say of where the texts come from. */
  get origin(): { candidate?: string } {
    return this.#selected === undefined ? {} : { candidate: this.#selected };
  }

  get files(): readonly ReviewedFile[] {
    return this.#current?.files ?? [];
  }

  get canUndo(): boolean {
    return this.#current?.canUndo ?? false;
  }

  get canRedo(): boolean {
    return this.#current?.canRedo ?? false;
  }

  /** Turns to another candidate. An unknown id changes nothing. */
  select(candidate: string): void {
    if (this.#candidates.has(candidate)) this.#selected = candidate;
  }

  /** Marks the hunks in the scope. What is unknown is ignored. */
  mark(scope: MarkScope, mark: Mark): void {
    this.#current?.mark(scope, mark);
  }

  /** Takes the whole text of a file. One that was made from an older revision is not taken. */
  edit(path: string, revision: number, after: string): void {
    this.#current?.edit(path, revision, after);
  }

  /** Takes the whole text of a file as it is without the rejected hunks, which stay what they are. */
  editRemaining(path: string, text: string): void {
    this.#current?.editRemaining(path, text);
  }

  /** Takes back the person's edits of a file. */
  restore(path: string): void {
    this.#current?.restore(path);
  }

  undo(): void {
    this.#current?.undo();
  }

  redo(): void {
    this.#current?.redo();
  }

  readiness(): Readiness {
    const marks = this.files.flatMap(file => [...file.marks.values()]);
    if (marks.includes('undecided')) return 'undecided';
    return marks.includes('accepted') ? 'ready' : 'nothing-accepted';
  }

  /** The accepted changes as whole texts. Files without an accepted hunk are left out. */
  acceptedChanges(): FileChange[] {
    return this.#current?.changes(mark => mark === 'accepted') ?? [];
  }

  /** What would be left if every undecided hunk were accepted: that is what the evidence on the page is about. */
  remainingChanges(): FileChange[] {
    return this.#current?.changes(mark => mark !== 'rejected') ?? [];
  }

  /** The text of a file without its rejected hunks; `null` where there is none. */
  remainingText(path: string): string | null {
    const file = this.files.find(candidate => candidate.path === path);
    return file ? remaining(file) : null;
  }

  /** Keeps the verification of exactly these changes. */
  addVerification(changes: readonly FileChange[], verification: Verification): void {
    this.#verifications.set(textsKey(changes), verification);
  }

  /**
   * The verification of what remains, if it was run. A candidate's own verification holds as long as its fix is whole and as it
   * was: whether the regression test goes along does not change what it proves, unless the test was edited or cut in pieces.
   */
  verification(): Verification | undefined {
    const own = this.#verifications.get(textsKey(this.remainingChanges()));
    if (own) return own;
    const whole = this.files.every(file => {
      const rejected = [...file.marks.values()].filter(mark => mark === 'rejected').length;
      const left = file.role === 'reproduction' && rejected > 0 && rejected === file.marks.size;
      return left || (rejected === 0 && file.after === file.proposed);
    });
    return whole
      ? this.#proposal.candidates.find(({ id }) => id === this.#selected)?.verification
      : undefined;
  }

  /** What is worth keeping over a reload; nothing when nothing was done. */
  saved(): SavedReview | undefined {
    const candidates = [...this.#candidates]
      .map(([id, review]) => ({
        id,
        texts: textsKey(
          review.files.map(({ path, before, proposed }) => ({ path, before, after: proposed })),
        ),
        files: review.saved(),
      }))
      .filter(({ files }) => files.length > 0);
    if (candidates.length === 0 && this.#selected === this.#proposal.recommended) return undefined;
    return { selected: this.#selected, candidates };
  }

  get #current(): CandidateReview | undefined {
    return this.#selected === undefined ? undefined : this.#candidates.get(this.#selected);
  }
}

function textsKey(changes: readonly FileChange[]): string {
  const texts = JSON.stringify(changes.map(({ path, before, after }) => [path, before, after]));
  return createHash('sha256').update(texts).digest('base64url');
}
