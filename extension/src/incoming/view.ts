import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import { newErrors } from '../status/status-text.ts';
import { Coalescer } from './coalesce.ts';
import { explain } from './emptiness.ts';
import { IssueList, pageSize } from './issue-list.ts';
import { visible } from './labels.ts';
import type { Node } from './nodes.ts';
import { IncomingTree } from './tree.ts';

const refreshInterval = 250;
export const incomingView = 'errata.incoming';

/** The view *Incoming Errors*: keeps list, badge and the reason for emptiness true, at most four times a second. */
export class IncomingView implements vscode.Disposable {
  readonly list: IssueList;
  readonly #agent: Agent;
  readonly #log: vscode.LogOutputChannel;
  readonly #tree: IncomingTree;
  readonly #view: vscode.TreeView<Node>;
  readonly #refresh: Coalescer;
  readonly #redraw: Coalescer;
  readonly #disposables: vscode.Disposable[];
  #state: string | undefined;
  #failure: string | undefined;

  constructor(agent: Agent, runs: RunBook, log: vscode.LogOutputChannel) {
    this.#agent = agent;
    this.#log = log;
    this.list = new IssueList((status, cursor) =>
      agent.request('errata/issues', { status, limit: pageSize, ...(cursor !== undefined && { cursor }) }),
    );
    this.#tree = new IncomingTree(agent, this.list, runs);
    this.#view = vscode.window.createTreeView(incomingView, {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
    });
    this.#refresh = new Coalescer(() => this.#read(), refreshInterval);
    this.#redraw = new Coalescer(async () => this.#show(), refreshInterval);
    this.#disposables = [
      this.#tree,
      this.#view,
      this.#refresh,
      this.#redraw,
      agent.onDidChangeIssues(() => this.#refresh.ask()),
      agent.onDidChangeState(() => this.#redraw.ask()),
      runs.onDidChange(() => this.#redraw.ask()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#redraw.ask()),
    ];
    this.#show();
  }

  /** Reads the list again. */
  refresh(): void {
    this.#refresh.ask();
  }

  /** Reads one page more of a group. */
  loadMore(status: Parameters<IssueList['wantMore']>[0]): void {
    this.list.wantMore(status);
    this.#refresh.ask();
  }

  /** Shows an issue in the tree, selected and open; false when it is not in the list. */
  async reveal(issue: string): Promise<boolean> {
    if (!this.#tree.find(issue)) await this.#read();
    const node = this.#tree.find(issue);
    if (!node) return false;
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #read(): Promise<void> {
    try {
      await this.list.refresh();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = messageOf(error);
      this.#log.warn(`[incoming] the list could not be read: ${this.#failure}`);
    }
    this.#show();
  }

  #show(): void {
    const { state, message, action } = explain(vscode.l10n.t, {
      connection: this.#agent.state,
      folders: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
      loaded: this.list.loaded,
      empty: this.list.groups.length === 0,
      failure: this.#failure,
    });
    if (state !== this.#state) {
      this.#state = state;
      void vscode.commands.executeCommand('setContext', 'errata.empty', state);
    }
    this.#view.message = message === undefined ? '' : visible(message);
    const fresh = this.#agent.state.status?.newIssues ?? 0;
    this.#view.badge = fresh === 0 ? undefined : { value: fresh, tooltip: newErrors(vscode.l10n.t, fresh) };
    this.#tree.redraw(action);
  }
}
