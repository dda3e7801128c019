import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { PullRequest, PullRequestForm } from '@errata/protocol/pull-request';
import { finalRunStages } from '@errata/protocol/run';
import type { FromWebview, ReviewSnapshot } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { RunTarget } from '../commands.ts';
import { messageOf, plainNotice } from '../connection/agent-error.ts';
import { fixIssues } from '../incoming/fix.ts';
import { allDecided, publish } from '../publish/publish.ts';
import { writerOf } from '../settings/engine-settings.ts';
import { enginesNow, onDidChangeAgentOptions } from '../settings/settings.ts';
import { applyToWorkspace } from './apply.ts';
import type { Mark, MarkScope, ReviewedFile } from './candidate-review.ts';
import type { ReviewedTexts } from './documents.ts';
import type { rejectRun } from './end-run.ts';
import { withLineEndsOf } from './line-ends.ts';
import { obey } from './page-messages.ts';
import { ReviewPanel } from './panel.ts';
import { openLine, showCommit } from './places.ts';
import type { PreviewedReview } from './preview.ts';
import { PushedFix } from './pushed.ts';
import { pathInRepository } from './repository-path.ts';
import type { ReviewContext, ReviewSubject } from './review-context.ts';
import { ReviewSession } from './session.ts';
import { snapshotOf } from './snapshot.ts';

/** The review of one run: its session, what the person does with it, and the page where there is one. */
export class Review implements ReviewedTexts, PreviewedReview, vscode.Disposable {
  readonly pushed: PushedFix;
  readonly #context: ReviewContext;
  readonly #issue: Issue;
  readonly #repository: string | undefined;
  readonly #listeners: vscode.Disposable;
  #page: ReviewPanel | undefined;
  #run: RunView;
  #session: ReviewSession | undefined;
  #busy: ReviewSnapshot['busy'];
  #form: PullRequestForm | undefined;

  constructor(context: ReviewContext, subject: ReviewSubject) {
    this.#context = context;
    this.#issue = subject.issue;
    this.#repository = subject.repository;
    this.#run = subject.run;
    this.#adopt(subject.run);
    this.pushed = new PushedFix(context, { run: subject.run.id, issue: subject.issue.id }, () =>
      this.#page?.send(),
    );
    this.#listeners = vscode.Disposable.from(
      this.pushed,
      context.runs.onDidChange(run => {
        if (run.id !== this.#run.id) return;
        this.#adopt(run);
        this.#show();
        this.#seen();
      }),
      context.appearance.onDidChange(() => this.#page?.send()),
      onDidChangeAgentOptions(() => this.#page?.send()),
    );
  }

  get panel(): vscode.WebviewPanel | undefined {
    return this.#page?.panel;
  }

  /** Gives it its page, which is what it lives with. */
  attach(panel: vscode.WebviewPanel): void {
    const { assets, log } = this.#context;
    const received = (message: FromWebview) => void this.#received(message);
    this.#page = new ReviewPanel(panel, assets, () => this.#snapshot(), received, log);
  }

  get issue(): string {
    return this.#issue.id;
  }

  get isOpen(): boolean {
    const { stage, publication, holder } = this.#run;
    return stage === 'awaiting-approval' && !publication && holder === undefined && !this.#busy;
  }

  file(path: string): ReviewedFile | undefined {
    return this.#session?.files.find(file => file.path === path);
  }

  text(path: string, side: 'before' | 'after'): string {
    return (side === 'before' ? this.file(path)?.before : this.#session?.remainingText(path)) ?? '';
  }

  take(path: string, text: string): void {
    if (!this.isOpen) return;
    this.#session?.editRemaining(
      path,
      withLineEndsOf(text, this.text(path, 'after') || this.text(path, 'before')),
    );
    this.#changed();
  }

  mark(scope: MarkScope, mark: Mark): void {
    if (!this.isOpen) return;
    this.#session?.mark(scope, mark);
    this.#changed();
  }

  async apply(): Promise<void> {
    const t = vscode.l10n.t;
    await this.#context.documents.save(this.#run.id);
    const changes = this.#session?.acceptedChanges() ?? [];
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(t('Accept at least one hunk, then apply.'));
      return;
    }
    const result = await applyToWorkspace(this.#folder(), changes);
    if (!result.applied) void vscode.window.showWarningMessage(plainNotice(result.message));
    else
      void vscode.window.setStatusBarMessage(
        t('$(check) Fix of {0} applied; one undo takes it back', this.#issue.id),
        8000,
      );
  }

  /** Shows the form of the pull request; says what is missing when nothing can be pushed yet. */
  async preparePullRequest(): Promise<void> {
    await this.#context.documents.save(this.#run.id);
    if (!(await this.#allDecided())) return;
    const { agent } = this.#context;
    const changes = this.#session?.acceptedChanges() ?? [];
    const asked = { run: this.#run.id, changes, ...this.#session?.origin };
    this.#form = await agent.request('errata/pullRequest', asked);
    this.#show();
    this.panel?.reveal();
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#context.previews.end(this);
    this.#page?.dispose();
  }

  /** The page is there and knows nothing yet. */
  pageReady(): void {
    this.#page?.send();
    this.#seen();
    if (this.#run.publication) void this.pushed.ask();
  }

  cancelPullRequest(): void {
    this.#form = undefined;
    this.#show();
  }

  layOut(layout: ReviewSnapshot['layout']): void {
    this.#context.appearance.layout = layout;
  }

  async openDiff(path: string): Promise<void> {
    await this.#context.documents.openDiff(this.#run.id, path, this.#column());
  }

  async openLine(file: string, line = 1): Promise<void> {
    if (this.#repository !== undefined) await openLine(this.#repository, file, line, this.#column());
  }

  async showCommit(commit: string): Promise<void> {
    if (this.#repository !== undefined) await showCommit(this.#repository, commit);
  }

  async #received(message: FromWebview): Promise<void> {
    try {
      await obey(this, message);
    } catch (error) {
      this.#context.log.error(`[review] ${message.type}: ${messageOf(error)}`);
      void vscode.window.showErrorMessage(plainNotice(messageOf(error)));
    }
  }

  /** A page is there only while it is in sight: what waits for a look is looked at. */
  #seen(): void {
    if (this.#run.stage === 'awaiting-approval' && this.panel?.visible)
      this.#context.runs.looked(this.#run.id);
  }

  /** What the person does to the texts and marks. */
  async revise(
    message: Extract<FromWebview, { type: 'mark' | 'edit' | 'restore' | 'undo' | 'redo' | 'select' }>,
  ): Promise<void> {
    await this.#context.documents.save(this.#run.id);
    const session = this.#session;
    if (!session || !this.isOpen) return this.#page?.send();
    if (message.type === 'mark') session.mark(message.scope, message.state);
    else if (message.type === 'edit') {
      const { before, after } = this.file(message.path) ?? {};
      const text = withLineEndsOf(message.after, after || before || '');
      session.edit(message.path, message.revision, text);
    } else if (message.type === 'restore') session.restore(message.path);
    else if (message.type === 'select') session.select(message.candidate);
    else session[message.type]();
    this.#changed();
  }

  async verify(): Promise<void> {
    await this.#context.documents.save(this.#run.id);
    const changes = this.#session?.remainingChanges() ?? [];
    if (!this.isOpen || changes.length === 0) return;
    await this.#while('verifying', async () => {
      const asked = { run: this.#run.id, changes, ...this.#session?.origin };
      const verification = await this.#context.agent.request('errata/verify', asked);
      this.#session?.addVerification(changes, verification);
    });
  }

  async #allDecided(): Promise<boolean> {
    const session = this.#session;
    if (!session || !this.isOpen) return false;
    return allDecided(session, () => this.mark({ kind: 'undecided' }, 'accepted'));
  }

  async publish(pullRequest: PullRequest): Promise<void> {
    await this.#context.documents.save(this.#run.id);
    const session = this.#session;
    if (!session || !(await this.#allDecided())) return;
    const publication = await publish({
      agent: this.#context.agent,
      run: this.#run.id,
      session,
      pullRequest,
      busy: what => this.#setBusy(what),
    });
    if (!publication) return;
    this.#form = undefined;
    this.#context.runs.update({ ...this.#run, stage: 'published', publication });
    void this.pushed.ask();
  }

  /** Asks for another round. It comes back like a fix that was asked for. */
  async askForChange(request: string): Promise<void> {
    const { documents, agent, runs } = this.#context;
    await documents.save(this.#run.id);
    if (!this.isOpen) return;
    await this.#while('changing', async () => {
      const changes = this.#session?.remainingChanges() ?? [];
      const asked = { run: this.#run.id, request, changes, ...this.#candidate() };
      const run = await agent.request('errata/askForChange', asked);
      this.#form = undefined;
      runs.askedFor(run.id);
      runs.update(run);
    });
  }

  async end(how: typeof rejectRun): Promise<void> {
    if (!this.isOpen) return;
    const run = await how(this.#context.agent, { run: this.#run, candidate: this.#session?.selected });
    if (run) this.#context.runs.update(run);
  }

  async cancel(): Promise<void> {
    const { agent, runs } = this.#context;
    runs.update(await agent.request('errata/cancel', { run: this.#run.id }));
  }

  /**
   * Has a model that failed asked once more, where there is a fix to be reviewed. Else it starts over, and the page of the new run
   * takes the place of this one.
   */
  async fixAgain(): Promise<void> {
    const { agent, runs, documents } = this.#context;
    if (this.isOpen) {
      await documents.save(this.#run.id);
      await this.#while('changing', async () => {
        const run = await agent.request('errata/retry', { run: this.#run.id });
        this.#form = undefined;
        runs.askedFor(run.id);
        runs.update(run);
      });
      return;
    }
    await fixIssues(agent, runs, [this.issue]);
    const run = runs.ofIssue(this.issue)?.id;
    if (run === undefined || run === this.#run.id) return;
    const started: RunTarget = { issue: this.#issue, run };
    await vscode.commands.executeCommand('errata.review', started);
    this.panel?.dispose();
  }

  async preview(path: string): Promise<void> {
    const { documents, previews } = this.#context;
    await documents.save(this.#run.id);
    const real = pathInRepository(this.#folder(), path);
    // There is no file to show it in.
    if (real === undefined || this.file(path)?.before === null) return this.openDiff(path);
    const refused = await previews.open(this, path, vscode.Uri.file(real), this.#column());
    if (refused !== undefined) void vscode.window.showWarningMessage(plainNotice(refused));
  }

  #folder(): string {
    if (this.#repository !== undefined) return this.#repository;
    throw new Error(vscode.l10n.t('The repository of this error is not open in this window.'));
  }

  /** Beside the page, so that it stays in sight. */
  #column(): vscode.ViewColumn {
    return this.panel?.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  #candidate() {
    const candidate = this.#session?.selected;
    return candidate !== undefined && { candidate };
  }

  #snapshot(): ReviewSnapshot {
    return snapshotOf({
      issue: this.#issue,
      run: this.#run,
      session: this.#session,
      busy: this.#busy,
      form: this.#form,
      followed: this.#run.publication && this.pushed.pullRequest,
      appearance: this.#context.appearance,
      writer: writerOf(enginesNow()),
    });
  }

  async #while(what: NonNullable<ReviewSnapshot['busy']>, work: () => Promise<void>): Promise<void> {
    this.#setBusy(what);
    try {
      await work();
    } finally {
      this.#setBusy(undefined);
    }
  }

  #setBusy(what: ReviewSnapshot['busy']): void {
    this.#busy = what;
    this.#show();
  }

  #changed(): void {
    this.#context.kept.keep(this.#run.id, this.#session?.saved());
    this.#show();
  }

  /** Has every place show it as it is now. */
  #show(): void {
    this.#page?.send();
    this.#context.documents.changed(this.#run.id, this);
    this.#context.previews.changed();
  }

  /** Takes the run as it is now. What was done stays for the candidates that stay. */
  #adopt(run: RunView): void {
    // A late word of an earlier stage must not take back what was published.
    this.#run = { ...run, ...(this.#run.publication && { publication: this.#run.publication }) };
    if (finalRunStages.includes(this.#run.stage)) this.#context.kept.keep(run.id, undefined);
    const { proposal } = run;
    if (!proposal || JSON.stringify(proposal) === JSON.stringify(this.#session?.proposal)) return;
    const saved = this.#session
      ? { candidates: this.#session.saved()?.candidates ?? [] }
      : this.#context.kept.of(run.id);
    this.#session = new ReviewSession(proposal, saved);
  }
}
