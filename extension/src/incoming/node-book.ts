import type { RunView } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { IssueGroup } from './groups.ts';
import { type IssueLook, isSameLook } from './issue-look.ts';
import type { GroupNode, IssueNode, Node } from './nodes.ts';

/** What is to be drawn again: everything, or these nodes with what is below them. */
export type Redrawn = 'all' | readonly Node[];

export interface Drawing {
  run(issue: string): RunView | undefined;
  /** The newest that fixes it. */
  pullRequest(issue: string): FollowedPullRequest | undefined;
  look(issue: Issue, about: Pick<IssueNode, 'run' | 'pullRequest'>, now: number): IssueLook;
}

/**
 * One node for each group and issue, the same object as long as it is shown. The editor forgets the nodes below one that
 * is drawn again until it has asked for them anew, and a command pressed meanwhile gets none: so it is told of the least.
 */
export class NodeBook {
  readonly #drawing: Drawing;
  #groups = new Map<string, GroupNode>();
  #issues = new Map<string, IssueNode>();

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  get groups(): GroupNode[] {
    return [...this.#groups.values()];
  }

  issue(id: string): IssueNode | undefined {
    return this.#issues.get(id);
  }

  /** Takes in what is to be shown now. */
  update(shown: readonly IssueGroup[], now: number): Redrawn {
    const before = this.#groups;
    const issues = new Map<string, IssueNode>();
    const groups = new Map<string, GroupNode>();
    const redrawn: Node[] = [];
    for (const group of shown) {
      const looks: Node[] = [];
      const children = group.issues.map(issue => {
        const node = this.#issues.get(issue.id);
        if (node === undefined) return this.#made(issue, now);
        if (this.#redraw(node, issue, now)) looks.push(node);
        return node;
      });
      for (const child of children) issues.set(child.issue.id, child);
      const key = groupKey(group);
      const node: GroupNode = before.get(key) ?? { kind: 'group', group, issues: [] };
      const isSame = node.group.more === group.more && isSameOrder(node.issues, children);
      node.group = group;
      node.issues = children;
      groups.set(key, node);
      if (isSame) redrawn.push(...looks);
      else redrawn.push(node);
    }
    this.#groups = groups;
    this.#issues = issues;
    return isSameOrder([...before.keys()], [...groups.keys()]) ? redrawn : 'all';
  }

  /** Looks again at these groups' issues, whose words change as time passes. */
  tick(groups: Iterable<GroupNode>, now: number): IssueNode[] {
    return [...groups]
      .flatMap(group => group.issues)
      .filter(node => this.#redraw(node, node.issue, now, true));
  }

  #made(issue: Issue, now: number): IssueNode {
    const about = this.#about(issue.id);
    return { kind: 'issue', issue, ...about, look: this.#drawing.look(issue, about, now) };
  }

  #redraw(node: IssueNode, issue: Issue, now: number, late = false): boolean {
    const { run, pullRequest } = this.#about(issue.id);
    const isFollowed = node.pullRequest === pullRequest;
    if (!late && node.issue === issue && node.run === run && isFollowed) return false;
    node.issue = issue;
    node.run = run;
    node.pullRequest = pullRequest;
    const look = this.#drawing.look(issue, node, now);
    // What is below it tells of the pull request, too.
    if (isSameLook(node.look, look) && isFollowed) return false;
    node.look = look;
    return true;
  }

  #about(issue: string) {
    return { run: this.#drawing.run(issue), pullRequest: this.#drawing.pullRequest(issue) };
  }
}

/** What a group is known by. */
export function groupKey({ by, name }: IssueGroup): string {
  return `${by}:${name}`;
}

function isSameOrder<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
