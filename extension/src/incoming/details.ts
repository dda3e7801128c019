import type { AgentResult } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { BelongingTarget } from '../commands.ts';
import { belongingAnswers } from './belonging-answers.ts';
import { framesOf, type Translate, visible } from './labels.ts';
import { frameNode, type IssueNode, type Node, pullRequestNodes, sectionNodes } from './nodes.ts';

/** What the agent says of an issue, and the pull requests that fix it. */
export type Detail = AgentResult<'errata/issue'> & { readonly pullRequests: readonly FollowedPullRequest[] };

interface Kept {
  readonly state: string;
  readonly nodes: readonly Node[];
}

const mostKept = 50;

/**
 * What is below an issue: pull requests, frames, suspects, owners and runs, and why there is no code. It is asked for when an issue is
 * opened, and again when something changed that tells of another crash or run; not with each event more.
 */
export class IssueDetails {
  readonly #t: Translate;
  readonly #ask: (issue: string) => Promise<Detail>;
  /** By issue, those that were asked for last at the end. */
  readonly #kept = new Map<string, Kept>();

  constructor(t: Translate, ask: (issue: string) => Promise<Detail>) {
    this.#t = t;
    this.#ask = ask;
  }

  async of(node: IssueNode): Promise<readonly Node[]> {
    const state = stateOf(node);
    const kept = this.#kept.get(node.issue.id);
    if (kept?.state === state) return kept.nodes;
    try {
      const nodes = this.#nodes(await this.#ask(node.issue.id));
      this.#keep(node.issue.id, { state, nodes });
      return nodes;
    } catch (error) {
      return [note(visible(error instanceof Error ? error.message : String(error)))];
    }
  }

  /** Asks again for all that was given so far, and says which of them are others now. */
  async renew(): Promise<string[]> {
    const changed: string[] = [];
    for (const [issue, { state, nodes }] of [...this.#kept]) {
      const now = await this.#ask(issue).then(
        detail => this.#nodes(detail),
        () => undefined,
      );
      if (now === undefined || JSON.stringify(now) === JSON.stringify(nodes)) continue;
      // Asked for once more meanwhile, it is newer than this.
      if (this.#kept.get(issue)?.nodes !== nodes) continue;
      this.#keep(issue, { state, nodes: now });
      changed.push(issue);
    }
    return changed;
  }

  forgetAll(): void {
    this.#kept.clear();
  }

  #keep(issue: string, what: Kept): void {
    this.#kept.delete(issue);
    this.#kept.set(issue, what);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  #nodes(detail: Detail): Node[] {
    const { issue, event, diagnosis, repository, repositoryReason, runs, pullRequests } = detail;
    const frames = framesOf(event).map(frame => frameNode(issue.id, frame, diagnosis, repository));
    return [
      ...(repository === undefined && repositoryReason !== undefined
        ? [note(visible(repositoryReason))]
        : []),
      ...this.#answers(detail),
      ...pullRequestNodes(issue.id, pullRequests),
      ...(frames.length > 0 ? frames : [note(this.#t('The event has no stack trace.'))]),
      ...sectionNodes(issue.id, diagnosis, runs),
    ];
  }

  /** What a person can say where only they can tell which repository the error belongs to. */
  #answers({ issue: { id }, unsure = [] }: Detail): Node[] {
    return belongingAnswers(this.#t, unsure).map(({ label, repository }) => {
      const target: BelongingTarget = { issue: { id }, repository };
      const icon = repository === null ? 'close' : 'check';
      return { kind: 'action', label, command: 'errata.belongs', icon, target };
    });
  }
}

function stateOf({ issue, run, pullRequest }: IssueNode): string {
  const { version, culprit, lastRelease } = issue;
  return JSON.stringify([version, culprit, lastRelease, run?.id, run?.stage, pullRequest]);
}

function note(label: string): Node {
  return { kind: 'note', label };
}
