import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import type { Explanation } from './emptiness.ts';
import type { IssueList } from './issue-list.ts';
import { framesOf, visible } from './labels.ts';
import { frameNode, type Node, sectionNodes } from './nodes.ts';
import { treeItem } from './tree-item.ts';

/** The tree *Incoming Errors*: groups by status, their issues, and of each the frames, suspects and owners. */
export class IncomingTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #agent: Agent;
  readonly #list: IssueList;
  readonly #runs: RunBook;
  #action: Explanation['action'];

  constructor(agent: Agent, list: IssueList, runs: RunBook) {
    this.#agent = agent;
    this.#list = list;
    this.#runs = runs;
  }

  /** Draws the tree anew, with the one thing to do when there is nothing else in it. */
  redraw(action: Explanation['action']): void {
    this.#action = action;
    this.#changed.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node, issue => this.#runs.ofIssue(issue));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      const groups: Node[] = this.#list.groups.map(group => ({ kind: 'group', group }));
      if (groups.length > 0 || !this.#action) return groups;
      return [{ kind: 'action', ...this.#action }];
    }
    if (node.kind === 'group') {
      const issues: Node[] = node.group.issues.map(issue => ({ kind: 'issue', issue }));
      return node.group.more ? [...issues, { kind: 'more', status: node.group.status }] : issues;
    }
    if (node.kind === 'section') return [...node.children];
    return node.kind === 'issue' ? this.#detail(node.issue.id) : [];
  }

  getParent(node: Node): Node | undefined {
    if (node.kind !== 'issue') return undefined;
    const group = this.#list.groups.find(({ issues }) => issues.some(({ id }) => id === node.issue.id));
    return group && { kind: 'group', group };
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
