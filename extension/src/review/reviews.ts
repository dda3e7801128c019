import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import { whenConnected } from '../links/connected.ts';
import type { PullRequestBook } from '../publish/pull-request-book.ts';
import { Appearance } from './appearance.ts';
import type { ReviewDocuments } from './documents.ts';
import { KeptReviews } from './kept-reviews.ts';
import { failureHtml, panelType } from './page.ts';
import { Previews } from './preview.ts';
import { Review } from './review.ts';
import type { ReviewContext, ReviewSubject } from './review-context.ts';

/** What the reviews are made with. */
export interface ReviewsSetup {
  readonly agent: Agent;
  readonly runs: RunBook;
  readonly pullRequests: PullRequestBook;
  readonly log: vscode.LogOutputChannel;
  readonly documents: ReviewDocuments;
  readonly memory: vscode.Memento;
  readonly extension: vscode.Uri;
}

/** The reviews that are known, one per run. */
export class Reviews implements vscode.Disposable {
  readonly #context: ReviewContext;
  readonly #looking: { dispose(): void };
  readonly #reviews = new Map<string, Promise<Review>>();
  readonly #pages = new Set<Review>();
  readonly #shown = new Map<string, vscode.WebviewPanel>();

  constructor({ agent, runs, pullRequests, log, documents, memory, extension }: ReviewsSetup) {
    this.#context = {
      agent,
      runs,
      pullRequests,
      log,
      documents,
      previews: new Previews(),
      kept: new KeptReviews(memory),
      appearance: new Appearance(memory, log),
      assets: vscode.Uri.joinPath(extension, 'dist', 'webview'),
    };
    this.#looking = runs.onDidChange(({ id }) => this.#look(id));
  }

  /** The review that the person looks at, or the only one. */
  get active(): Review | undefined {
    const all = [...this.#pages];
    return all.find(({ panel }) => panel?.active) ?? (all.length === 1 ? all[0] : undefined);
  }

  get previews(): Previews {
    return this.#context.previews;
  }

  /** The review of a run, with or without a page. Asks the agent for what it does not know. Throws `AgentError`. */
  of(run: string): Promise<Review> {
    const known = this.#reviews.get(run);
    if (known) return known;
    const review = this.#subject(run).then(subject => new Review(this.#context, subject));
    this.#reviews.set(run, review);
    review.catch(() => this.#reviews.delete(run));
    return review;
  }

  /** Shows the review of a run. Throws `AgentError`. */
  async open(run: string, preserveFocus: boolean): Promise<void> {
    const review = await this.of(run);
    if (review.panel) {
      review.panel.reveal(undefined, preserveFocus);
      this.#look(run);
      return;
    }
    // Beside what is being edited: a tab that covers the line where somebody types takes the focus all the same.
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const shown = { viewColumn: column, preserveFocus };
    this.#attach(run, review, vscode.window.createWebviewPanel(panelType, 'Errata', shown));
  }

  /** Fills the page that the editor has brought back after a reload; says why in it when that cannot be done. */
  async revive(run: string, panel: vscode.WebviewPanel): Promise<void> {
    try {
      await whenConnected(this.#context.agent);
      const review = await this.of(run);
      // It may have been opened meanwhile.
      if (review.panel) panel.dispose();
      else this.#attach(run, review, panel);
    } catch (error) {
      panel.webview.html = failureHtml(error);
    }
  }

  dispose(): void {
    this.#looking.dispose();
    for (const { panel } of this.#pages) panel?.dispose();
    this.#context.previews.dispose();
    this.#context.appearance.dispose();
  }

  async #subject(id: string): Promise<ReviewSubject> {
    const { agent, runs } = this.#context;
    const known = runs.get(id);
    // What the log center knows of an earlier agent's run comes without what was found, where only its list was asked for.
    const run = known?.proposal ? known : await agent.request('errata/run', { run: id });
    const { issue, repository } = await agent.request('errata/issue', { issue: run.issue });
    return { run: runs.get(id)?.proposal ? (runs.get(id) ?? run) : run, issue, repository };
  }

  #attach(run: string, review: Review, panel: vscode.WebviewPanel): void {
    review.attach(panel);
    this.#pages.add(review);
    this.#shown.set(run, panel);
    this.#announce();
    this.#look(run);
    panel.onDidChangeViewState(() => this.#look(run));
    panel.onDidDispose(() => {
      review.dispose();
      this.#pages.delete(review);
      this.#shown.delete(run);
      this.#reviews.delete(run);
      this.#announce();
    });
  }

  /** What stands on a page that can be seen has been looked at. */
  #look(run: string): void {
    if (this.#shown.get(run)?.visible) this.#context.runs.looked(run);
  }

  #announce(): void {
    void vscode.commands.executeCommand('setContext', 'errata.reviewOpen', this.#pages.size > 0);
  }
}
