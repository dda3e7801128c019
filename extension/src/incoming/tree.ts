import type { IssueStatus } from '@errata/protocol/issue';
import type { IssueStats } from '@errata/protocol/stats';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import type { PullRequestBook } from '../publish/pull-request-book.ts';
import { type Detail, IssueDetails } from './details.ts';
import { isOpenAtFirst } from './groups.ts';
import type { IssueList } from './issue-list.ts';
import { issueLook } from './issue-look.ts';
import { groupKey, NodeBook } from './node-book.ts';
import type { ActionNode, GroupNode, Node } from './nodes.ts';
import { issueTooltip } from './tooltip.ts';
import { treeItem } from './tree-item.ts';

/** The tree *Incoming Errors*: groups, their issues, and of each the frames, pull requests, suspects, owners and runs. */
export class IncomingTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #agent: Agent;
  readonly #list: IssueList;
  readonly #pullRequests: PullRequestBook;
  readonly #book: NodeBook;
  readonly #details: IssueDetails;
  /** Groups that the person closed or opened; others are as they are at first. */
  readonly #opened = new Map<string, boolean>();
  #action: ActionNode | undefined;
  #more = false;
  /** Issues that the editor has to ask of once more, which it does not do by itself. */
  readonly #renewed: string[] = [];

  constructor(agent: Agent, list: IssueList, runs: RunBook, pullRequests: PullRequestBook) {
    this.#agent = agent;
    this.#list = list;
    this.#pullRequests = pullRequests;
    this.#book = new NodeBook({
      run: issue => runs.ofIssue(issue),
      pullRequest: issue => pullRequests.ofIssue(issue)[0],
      look: (issue, about, now) => issueLook(vscode.l10n.t, issue, about, now),
    });
    this.#details = new IssueDetails(vscode.l10n.t, issue => this.#ask(issue));
  }

  /** Draws what has changed, with the one thing to do when the list is empty or not true. */
  redraw(action: ActionNode | undefined): void {
    const isSameAction = this.#action?.command === action?.command && this.#action?.detail === action?.detail;
    const isSameFrame = isSameAction && this.#more === this.#list.more;
    this.#action = action;
    const redrawn = this.#update();
    const renewed = this.#renewed.splice(0).flatMap(issue => this.#book.issue(issue) ?? []);
    if (redrawn === 'all' || !isSameFrame) this.#changed.fire(undefined);
    else if (redrawn.length + renewed.length > 0) this.#changed.fire([...new Set([...redrawn, ...renewed])]);
  }

  /** Draws the rows whose words are others now because time has passed. */
  tick(): void {
    const open = this.#book.groups.filter(group => this.#isOpen(group));
    const redrawn = this.#book.tick(open, Date.now());
    if (redrawn.length > 0) this.#changed.fire(redrawn);
  }

  /** Notes that a person opened or closed a node. */
  opened(node: Node, isOpen: boolean): void {
    if (node.kind === 'group') this.#opened.set(groupKey(node.group), isOpen);
  }

  /** Draws everything again, and asks anew for what is below the issues. */
  redrawAll(): void {
    this.#details.forgetAll();
    this.#changed.fire(undefined);
  }

  /** Looks whether something else is known of the issues that were opened, which is drawn with the next `redraw`. */
  async renewDetails(): Promise<void> {
    this.#renewed.push(...(await this.#details.renew()));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== 'issue') return item;
    const { issue, run } = node;
    // The rest of it is worth showing without them, too.
    const stats: IssueStats | undefined = await this.#agent
      .request('errata/stats', { issue: issue.id })
      .catch(() => undefined);
    item.tooltip = issueTooltip(vscode.l10n.t, issue, run, stats, Date.now());
    return item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      // Everything is drawn now: there is nothing left to tell of.
      this.#update();
      const top = this.#action ? [this.#action] : [];
      return [...top, ...this.#book.groups, ...(this.#more ? [{ kind: 'more' } as const] : [])];
    }
    switch (node.kind) {
      case 'group': {
        const { by, name, more } = node.group;
        const status = by === 'status' && more ? (name as IssueStatus) : undefined;
        return [...node.issues, ...(status === undefined ? [] : [{ kind: 'more', status } as const])];
      }
      case 'section':
        return [...node.children];
      case 'pull-request':
        return (node.pullRequest.checks ?? []).map(check => ({ kind: 'check', check }) as const);
      case 'issue':
        return [...(await this.#details.of(node))];
      default:
        return [];
    }
  }

  getParent(node: Node): Node | undefined {
    if (node.kind !== 'issue') return undefined;
    return this.#book.groups.find(({ issues }) => issues.includes(node));
  }

  /** The node of an issue that is listed. */
  find(issue: string): Node | undefined {
    // While it is not seen the tree is not kept up to date.
    this.redraw(this.#action);
    return this.#book.issue(issue);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** What is below an issue is worth showing without its pull requests, too. */
  async #ask(issue: string): Promise<Detail> {
    const [detail, found] = await Promise.all([
      this.#agent.request('errata/issue', { issue }),
      this.#agent.request('errata/pullRequests', { issue }).catch(() => undefined),
    ]);
    return { ...detail, pullRequests: found?.pullRequests ?? this.#pullRequests.ofIssue(issue) };
  }

  #update() {
    this.#more = this.#list.more;
    return this.#book.update(this.#list.groups, Date.now());
  }

  #isOpen({ group }: GroupNode): boolean {
    return this.#opened.get(groupKey(group)) ?? isOpenAtFirst(group);
  }
}
