import type { IssueStatus } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import type { Agent, IssueNews } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import type { PullRequestBook } from '../publish/pull-request-book.ts';
import { badgeText } from '../status/status-text.ts';
import { Coalescer } from './coalesce.ts';
import { explain } from './emptiness.ts';
import { IssueList, type News } from './issue-list.ts';
import { visible } from './labels.ts';
import type { Node } from './nodes.ts';
import { IncomingTree } from './tree.ts';
import { readOptions, type ViewOptions } from './view-options.ts';

export const incomingView = 'errata.incoming';

/** A little over a quarter of a second: no second has more than four, wherever it begins. */
const drawInterval = 265;
/** With a filter only the log center can tell what is to be shown, and is asked for whole pages. */
const filteredInterval = 1000;
/** How often it is asked whether something else is known of the issues that were opened. */
const detailsInterval = 1000;
/** How often rows may change places: none is to jump away from under the mouse all the time. */
const orderInterval = 2000;
/** How often words such as `5 min ago` are looked at. */
const tickInterval = 20_000;
const keptOptions = 'errata.incoming.options';

/** The view *Incoming Errors*: keeps list, badge and the reason for emptiness true, at most four times a second. */
export class IncomingView implements vscode.Disposable {
  readonly list: IssueList;
  readonly #agent: Agent;
  readonly #runs: RunBook;
  readonly #log: vscode.LogOutputChannel;
  readonly #memory: vscode.Memento;
  readonly #tree: IncomingTree;
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: vscode.Disposable[];
  readonly #refresh = new Coalescer(() => this.#read(), drawInterval);
  readonly #refreshFiltered = new Coalescer(async () => this.#refresh.ask(), filteredInterval);
  readonly #redraw = new Coalescer(async () => this.#show(), drawInterval);
  readonly #order = new Coalescer(async () => this.#settle(), orderInterval);
  readonly #details = new Coalescer(async () => {
    await this.#tree.renewDetails();
    this.#redraw.ask();
  }, detailsInterval);
  #ticking: NodeJS.Timeout | undefined;
  #state: string | undefined;
  #failure: string | undefined;
  #someIgnored = false;

  constructor(
    { agent, runs, pullRequests }: { agent: Agent; runs: RunBook; pullRequests: PullRequestBook },
    log: vscode.LogOutputChannel,
    memory: vscode.Memento,
  ) {
    this.#agent = agent;
    this.#runs = runs;
    this.#log = log;
    this.#memory = memory;
    this.list = new IssueList(query => agent.request('errata/issues', query));
    this.list.options = readOptions(memory.get(keptOptions));
    this.#tree = new IncomingTree(agent, this.list, runs, pullRequests);
    this.#view = vscode.window.createTreeView(incomingView, {
      treeDataProvider: this.#tree,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#disposables = [
      this.#tree,
      this.#view,
      this.#refresh,
      this.#refreshFiltered,
      this.#redraw,
      this.#order,
      this.#details,
      agent.onDidChangeIssues(news => this.#hear(news)),
      agent.onDidChangePlaces(() => this.#placesChanged()),
      agent.onDidChangeState(() => this.#redraw.ask()),
      runs.onDidChange(() => this.#redraw.ask()),
      pullRequests.onDidChange(() => this.#redraw.ask()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#redraw.ask()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#redraw.ask()),
      this.#view.onDidChangeVisibility(() => this.#tickWhileVisible()),
      this.#view.onDidExpandElement(({ element }) => this.#tree.opened(element, true)),
      this.#view.onDidCollapseElement(({ element }) => this.#tree.opened(element, false)),
      { dispose: () => clearInterval(this.#ticking) },
    ];
    this.#setOptionKeys();
    this.#tickWhileVisible();
    this.#show();
  }

  /** Reads the list again, and what is below its rows. */
  refresh(): void {
    this.#tree.redrawAll();
    this.#refresh.ask();
  }

  /** Reads one page more of a group, or of everything. Throws `AgentError`. */
  async loadMore(status?: IssueStatus): Promise<void> {
    await this.list.loadMore(status);
    this.#show();
  }

  /** Shows an issue in the tree, selected and open; false when it is not in the list. */
  async reveal(issue: string): Promise<boolean> {
    if (!this.#tree.find(issue)) await this.#read();
    const node = this.#tree.find(issue);
    if (!node) return false;
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  /** Takes in what this window knows before the agent tells. */
  apply(news: News): void {
    this.list.apply(news);
    this.#redraw.ask();
  }

  /** Shows the list otherwise, and keeps that for the next window. */
  change(options: Partial<ViewOptions>): void {
    this.list.options = { ...this.list.options, ...options };
    void this.#memory.update(keptOptions, this.list.options);
    this.#setOptionKeys();
    this.#refresh.ask();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #hear(news: IssueNews): void {
    if (news === undefined) {
      // Perhaps another folder is open, or another agent answers.
      this.#refresh.ask();
      this.#details.ask();
      return;
    }
    if (!this.list.apply(news)) this.#refreshFiltered.ask();
    this.#order.ask();
    this.#redraw.ask();
  }

  #settle(): void {
    this.list.settle();
    this.#redraw.ask();
  }

  async #read(): Promise<void> {
    try {
      await this.list.refresh();
      if (this.list.options.groupBy === 'file') await this.#readPlaces();
      this.#someIgnored = this.list.issues.length === 0 && (await this.#hasIgnored());
      this.#failure = undefined;
    } catch (error) {
      const why = messageOf(error);
      // Without a log center it says nothing of the list, which is read as soon as there is one.
      const { process, status } = this.#agent.state;
      const isConnected = process === 'running' && status?.connection.state === 'connected';
      this.#failure = isConnected ? why : undefined;
      this.#log.warn(`[incoming] the list could not be read: ${why}`);
    }
    this.#show();
  }

  async #hasIgnored(): Promise<boolean> {
    const { showIgnored, filter } = this.list.options;
    if (showIgnored || filter !== '') return false;
    return (await this.#agent.request('errata/issues', { ignored: 'only', limit: 1 })).issues.length > 0;
  }

  #placesChanged(): void {
    this.#details.ask();
    if (this.list.options.groupBy === 'file') void this.#readPlaces();
  }

  async #readPlaces(): Promise<void> {
    try {
      this.list.setPlaces((await this.#agent.request('errata/places', {})).places);
      this.#redraw.ask();
    } catch (error) {
      this.#log.warn(`[incoming] the places of errors could not be read: ${messageOf(error)}`);
    }
  }

  #show(): void {
    const { state, message, action } = explain(vscode.l10n.t, {
      connection: this.#agent.state,
      folders: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
      trusted: vscode.workspace.isTrusted,
      loaded: this.list.loaded,
      empty: this.list.groups.length === 0,
      filter: this.list.options.filter,
      someIgnored: this.#someIgnored,
      failure: this.#failure,
    });
    if (state !== this.#state) {
      this.#state = state;
      void vscode.commands.executeCommand('setContext', 'errata.empty', state);
    }
    const shown = message === undefined ? '' : visible(message);
    if (this.#view.message !== shown) this.#view.message = shown;
    this.#view.badge = badgeText(
      vscode.l10n.t,
      this.#agent.state.status?.newIssues ?? 0,
      this.#runs.ready().length,
    );
    // What is not seen is drawn when it is.
    if (this.#view.visible) this.#tree.redraw(action);
  }

  #tickWhileVisible(): void {
    clearInterval(this.#ticking);
    if (!this.#view.visible) return;
    this.#show();
    this.#tree.tick();
    this.#ticking = setInterval(() => this.#tree.tick(), tickInterval);
  }

  #setOptionKeys(): void {
    const { groupBy, sortBy, filter, showIgnored } = this.list.options;
    const set = (key: string, value: unknown) =>
      void vscode.commands.executeCommand('setContext', `errata.${key}`, value);
    set('groupBy', groupBy);
    set('sortBy', sortBy);
    set('filtered', filter !== '');
    set('showIgnored', showIgnored);
  }
}
