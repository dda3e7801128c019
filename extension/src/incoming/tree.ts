import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import type { Explanation } from './emptiness.ts';
import type { IssueList } from './issue-list.ts';
import { issueLook } from './issue-look.ts';
import { framesOf, visible } from './labels.ts';
import { NodeBook } from './node-book.ts';
import { frameNode, type Node, sectionNodes } from './nodes.ts';
import { treeItem } from './tree-item.ts';

/** The tree *Incoming Errors*: groups by status, their issues, and of each the frames, suspects and owners. */
export class IncomingTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #agent: Agent;
  readonly #list: IssueList;
  readonly #book: NodeBook;
  #action: Explanation['action'];

  constructor(agent: Agent, list: IssueList, runs: RunBook) {
    this.#agent = agent;
    this.#list = list;
    this.#book = new NodeBook({
      run: issue => runs.ofIssue(issue),
      look: (issue, run, now) => issueLook(vscode.l10n.t, issue, run, now),
    });
  }

  /** Draws what has changed, with the one thing to do when there is nothing else in the tree. */
  redraw(action: Explanation['action']): void {
    const redrawn = this.#book.update(this.#list.groups, Date.now());
    const isSameAction = this.#action?.command === action?.command;
    this.#action = action;
    if (redrawn === 'all' || (!isSameAction && this.#book.groups.length === 0)) this.#changed.fire(undefined);
    else if (redrawn.length > 0) this.#changed.fire([...redrawn]);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      const { groups } = this.#book;
      if (groups.length > 0 || !this.#action) return groups;
      return [{ kind: 'action', ...this.#action }];
    }
    if (node.kind === 'group') {
      return node.group.more
        ? [...node.issues, { kind: 'more', status: node.group.status }]
        : [...node.issues];
    }
    if (node.kind === 'section') return [...node.children];
    return node.kind === 'issue' ? this.#detail(node.issue.id) : [];
  }

  getParent(node: Node): Node | undefined {
    if (node.kind !== 'issue') return undefined;
    return this.#book.groups.find(({ issues }) => issues.includes(node));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #detail(issue: string): Promise<Node[]> {
    try {
      const { event, diagnosis, repository } = await this.#agent.request('errata/issue', { issue });
      const frames: Node[] = framesOf(event).map(frame => frameNode(frame, diagnosis, repository));
      const sections = diagnosis ? sectionNodes(issue, diagnosis) : [];
      if (frames.length > 0) return [...frames, ...sections];
      return [{ kind: 'note', label: vscode.l10n.t('The event has no stack trace.') }];
    } catch (error) {
      return [{ kind: 'note', label: visible(messageOf(error)) }];
    }
  }
}
