import type { Proposal } from '@errata/protocol/proposal';
import type { FromWebview, ReviewSnapshot } from '@errata/protocol/webview';
import { ReviewSession } from '../../../extension/src/review/session.ts';
import type { ReviewPage } from './review-page.ts';

/** What stands around a proposal on the page. */
export type Surroundings = Omit<
  ReviewSnapshot,
  'candidates' | 'selected' | 'files' | 'verification' | 'canUndo' | 'canRedo'
>;

/** The extension's own review of a proposal, without VS Code around it. Answers what the page posts with snapshots. */
export class PageHost {
  readonly session: ReviewSession;
  readonly page: ReviewPage;
  surroundings: Surroundings;
  /** Answers wait here while a test holds them back. */
  #held: ReviewSnapshot[] | undefined;

  constructor(page: ReviewPage, proposal: Proposal, surroundings: Surroundings) {
    this.page = page;
    this.session = new ReviewSession(proposal);
    this.surroundings = surroundings;
    page.onPosted(message => void this.#act(message));
  }

  async show(change: Partial<Surroundings> = {}): Promise<void> {
    this.surroundings = { ...this.surroundings, ...change };
    const snapshot = this.snapshot();
    if (this.#held) this.#held.push(snapshot);
    else await this.page.show(snapshot);
  }

  hold(): void {
    this.#held = [];
  }

  async release(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const snapshot of held) await this.page.show(snapshot);
  }

  snapshot(): ReviewSnapshot {
    const { session } = this;
    const verification = session.verification();
    return {
      ...this.surroundings,
      candidates: session.proposal.candidates.map(({ changes: _, ...candidate }) => candidate),
      ...(session.selected !== undefined && { selected: session.selected }),
      files: session.files.map(file => ({
        path: file.path,
        role: file.role,
        before: file.before,
        after: file.after,
        revision: file.revision,
        edited: file.after !== file.proposed,
        hunks: file.hunks.map(({ id, header, lines, old, new: now }) => {
          return { id, header, lines: [...lines], state: file.marks.get(id) ?? 'undecided', old, new: now };
        }),
      })),
      ...(verification && { verification }),
      canUndo: session.canUndo,
      canRedo: session.canRedo,
    };
  }

  async #act(message: FromWebview): Promise<void> {
    const { session } = this;
    if (message.type === 'mark') session.mark(message.scope, message.state);
    else if (message.type === 'edit') session.edit(message.path, message.revision, message.after);
    else if (message.type === 'restore') session.restore(message.path);
    else if (message.type === 'undo') session.undo();
    else if (message.type === 'redo') session.redo();
    else if (message.type === 'select') session.select(message.candidate);
    else if (message.type === 'layout') this.surroundings = { ...this.surroundings, layout: message.layout };
    await this.show();
  }
}
