import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import { ReviewDocuments } from './documents.ts';
import { panelType } from './panel.ts';
import { Review, type ReviewSubject } from './review.ts';

/** The reviews that are open, one per run. */
export class Reviews implements vscode.Disposable {
  readonly #context;
  readonly #reviews = new Map<string, Review>();

  constructor(agent: Agent, runs: RunBook, log: vscode.LogOutputChannel, extension: vscode.Uri) {
    this.#context = { agent, runs, log, extension, documents: new ReviewDocuments() };
  }

  /** The review that the person looks at, or the only one. */
  get active(): Review | undefined {
    const all = [...this.#reviews.values()];
    return all.find(({ panel }) => panel.active) ?? (all.length === 1 ? all[0] : undefined);
  }

  /** Shows the review of a run, asking the agent for what it does not know. Throws `AgentError`. */
  async open(run: string, preserveFocus: boolean): Promise<void> {
    const open = this.#reviews.get(run);
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return;
    }
    const subject = await this.#subject(run);
    // Beside what is being edited: a tab that covers the line where somebody types takes the focus all the same.
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.#add(
      subject,
      vscode.window.createWebviewPanel(panelType, 'Errata', { viewColumn: column, preserveFocus }),
    );
  }

  dispose(): void {
    for (const review of this.#reviews.values()) review.panel.dispose();
    this.#context.documents.dispose();
  }

  async #subject(id: string): Promise<ReviewSubject> {
    const { agent, runs } = this.#context;
    const run = runs.get(id) ?? (await agent.request('errata/run', { run: id }));
    const { issue, repository } = await agent.request('errata/issue', { issue: run.issue });
    return { run: runs.get(id) ?? run, issue, repository };
  }

  #add(subject: ReviewSubject, panel: vscode.WebviewPanel): void {
    const review = new Review(this.#context, subject, panel);
    this.#reviews.set(subject.run.id, review);
    this.#announce();
    panel.onDidDispose(() => {
      review.dispose();
      this.#reviews.delete(subject.run.id);
      this.#announce();
    });
  }

  #announce(): void {
    void vscode.commands.executeCommand('setContext', 'errata.reviewOpen', this.#reviews.size > 0);
  }
}
