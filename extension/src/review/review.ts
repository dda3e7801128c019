import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { FileChange } from '@errata/protocol/proposal';
import type { FromWebview } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import { publish } from '../publish/publish.ts';
import { applyToWorkspace } from './apply.ts';
import type { ReviewDocuments } from './documents.ts';
import { assetsOf, ReviewPanel } from './panel.ts';
import { pathInRepository } from './repository-path.ts';
import { ReviewSession } from './session.ts';
import { snapshotOf } from './snapshot.ts';

/** What a review needs of its surroundings. */
export interface ReviewContext {
  readonly agent: Agent;
  readonly runs: RunBook;
  readonly log: vscode.LogOutputChannel;
  readonly documents: ReviewDocuments;
  readonly extension: vscode.Uri;
}

export interface ReviewSubject {
  readonly issue: Issue;
  readonly run: RunView;
  /** Absolute path; absent when the issue belongs to no repository of this window. */
  readonly repository: string | undefined;
}

/** The review of one run: its session, its page, and what the person does there. */
export class Review implements vscode.Disposable {
  readonly #context: ReviewContext;
  readonly #issue: Issue;
  readonly #repository: string | undefined;
  readonly #page: ReviewPanel;
  readonly #listener: vscode.Disposable;
  #run: RunView;
  #session: ReviewSession | undefined;
  #busy: 'verifying' | 'publishing' | undefined;

  constructor(context: ReviewContext, subject: ReviewSubject, panel: vscode.WebviewPanel) {
    this.#context = context;
    this.#issue = subject.issue;
    this.#repository = subject.repository;
    this.#run = subject.run;
    this.#adopt(subject.run);
    this.#page = new ReviewPanel(
      panel,
      assetsOf(context.extension),
      () => snapshotOf({ issue: this.#issue, run: this.#run, session: this.#session, busy: this.#busy }),
      message => void this.#received(message),
      context.log,
    );
    this.#listener = context.runs.onDidChange(run => {
      if (run.id !== this.#run.id) return;
      this.#adopt(run);
      this.#page.send();
    });
  }

  get panel(): vscode.WebviewPanel {
    return this.#page.panel;
  }

  /** Pushes what is accepted; says what is missing when nothing can be pushed yet. */
  async publish(): Promise<void> {
    const t = vscode.l10n.t;
    const session = this.#session;
    if (!session || this.#busy || this.#run.publication) return;
    const readiness = session.readiness();
    if (readiness === 'nothing-accepted') {
      void vscode.window.showInformationMessage(t('Accept at least one hunk, then push.'));
      return;
    }
    if (readiness === 'undecided') {
      const rest = t('Accept the Rest and Push');
      const question = t('Some hunks are undecided.');
      if ((await vscode.window.showInformationMessage(question, { modal: true }, rest)) !== rest) return;
      session.mark({ kind: 'undecided' }, 'accepted');
      this.#changed();
    }
    const publication = await publish(this.#context.agent, this.#run, session, {
      busy: what => this.#show(what),
    });
    if (publication) this.#context.runs.update({ ...this.#run, stage: 'published', publication });
  }

  dispose(): void {
    this.#listener.dispose();
    this.#page.dispose();
    this.#context.documents.withdraw(this.#run.id);
  }

  async #received(message: FromWebview): Promise<void> {
    try {
      await this.#act(message);
    } catch (error) {
      this.#context.log.error(`[review] ${message.type}: ${messageOf(error)}`);
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #act(message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#page.send();
      case 'mark':
        if (this.#busy || this.#run.publication) return;
        this.#session?.mark(message.scope, message.state);
        return this.#changed();
      case 'select':
        if (this.#busy || this.#run.publication) return;
        this.#session?.select(message.candidate);
        return this.#changed();
      case 'open':
        return this.#open(message.file, message.line);
      case 'openDiff':
        return this.#context.documents.openDiff(this.#run.id, message.path, this.#column());
      case 'showCommit':
        return this.#showCommit(message.commit);
      case 'verify':
        return this.#verify();
      case 'apply':
        return this.#apply();
      case 'publish':
        return this.publish();
      case 'reject':
        return this.#reject();
    }
  }

  async #verify(): Promise<void> {
    const changes = this.#session?.remainingChanges() ?? [];
    if (this.#busy || changes.length === 0) return;
    this.#show('verifying');
    try {
      const verification = await this.#context.agent.request('errata/verify', { run: this.#run.id, changes });
      this.#session?.addVerification(changes, verification);
    } finally {
      this.#show(undefined);
    }
  }

  async #apply(): Promise<void> {
    const t = vscode.l10n.t;
    const changes: FileChange[] = this.#session?.acceptedChanges() ?? [];
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(t('Accept at least one hunk, then apply.'));
      return;
    }
    if (this.#repository === undefined)
      throw new Error(t('The repository of this error is not open in this window.'));
    const result = await applyToWorkspace(this.#repository, changes);
    if (!result.applied) void vscode.window.showWarningMessage(result.message);
    else
      void vscode.window.setStatusBarMessage(
        t('$(check) Fix of {0} applied; one undo takes it back', this.#issue.id),
        8000,
      );
  }

  async #reject(): Promise<void> {
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t('Reject the fix of {0}', this.#issue.id),
      prompt: vscode.l10n.t('What is wrong with it? The reason is kept with the run.'),
    });
    if (reason === undefined) return;
    this.#context.runs.update(
      await this.#context.agent.request('errata/reject', { run: this.#run.id, reason }),
    );
  }

  async #open(file: string, line = 1): Promise<void> {
    const path = this.#repository === undefined ? undefined : pathInRepository(this.#repository, file);
    if (path === undefined) return;
    const position = new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(vscode.Uri.file(path), {
      viewColumn: this.#column(),
      selection: new vscode.Range(position, position),
    });
  }

  async #showCommit(commit: string): Promise<void> {
    if (this.#repository === undefined || !/^[0-9a-f]{7,64}$/.test(commit)) return;
    await vscode.commands.executeCommand('git.viewCommit', vscode.Uri.file(this.#repository), commit);
  }

  /** Beside the page, so that it stays in sight. */
  #column(): vscode.ViewColumn {
    return this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  #show(busy: 'verifying' | 'publishing' | undefined): void {
    this.#busy = busy;
    this.#page.send();
  }

  #changed(): void {
    if (this.#session) this.#context.documents.offer(this.#run.id, this.#session);
    this.#page.send();
  }

  /** Takes the run as it is now. The marks stay as long as it is the same proposal. */
  #adopt(run: RunView): void {
    // A late word of an earlier stage must not take back what was published.
    this.#run = { ...run, ...(this.#run.publication && { publication: this.#run.publication }) };
    const { proposal } = run;
    if (!proposal || JSON.stringify(proposal) === JSON.stringify(this.#session?.proposal)) return;
    this.#session = new ReviewSession(proposal);
    this.#context.documents.offer(run.id, this.#session);
  }
}
