import type { RunView } from '@errata/protocol/agent-rpc';
import type { Diagnosis, Location, Owner, Suspect } from '@errata/protocol/diagnosis';
import type { Frame } from '@errata/protocol/event';
import type { Check, FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { IssueGroup } from './groups.ts';
import type { IssueLook } from './issue-look.ts';

/** What the tree shows. */
export type Node =
  | GroupNode
  | IssueNode
  | FrameNode
  | SectionNode
  | { readonly kind: 'suspect'; readonly issue: string; readonly suspect: Suspect }
  | { readonly kind: 'owner'; readonly owner: Owner }
  | { readonly kind: 'run'; readonly run: RunView }
  | PullRequestNode
  | { readonly kind: 'check'; readonly check: Check }
  | { readonly kind: 'more'; readonly status?: IssueStatus }
  | ActionNode
  | { readonly kind: 'note'; readonly label: string };

/** The one thing to do about a list that is empty or not true. */
export interface ActionNode {
  readonly kind: 'action';
  readonly label: string;
  readonly command: string;
  readonly icon: string;
  /** What it is called with. */
  readonly target?: unknown;
  /** What it is about, where that may be longer than the view is wide. */
  readonly detail?: string;
}

/** Kept as long as the group is shown, see node-book.ts. */
export interface GroupNode {
  readonly kind: 'group';
  group: IssueGroup;
  issues: readonly IssueNode[];
}

/** Kept as long as the issue is shown, see node-book.ts. */
export interface IssueNode {
  readonly kind: 'issue';
  issue: Issue;
  run: RunView | undefined;
  /** The newest that fixes it. */
  pullRequest: FollowedPullRequest | undefined;
  look: IssueLook;
}

export interface FrameNode {
  readonly kind: 'frame';
  readonly issue: string;
  readonly frame: Frame;
  readonly index: number;
  /** Where it is in the checkout, and the repository's absolute path; absent when it could not be mapped. */
  readonly mapped?: { readonly location: Location; readonly repository: string };
  /** Why it could not be mapped. */
  readonly reason?: string;
}

/** A frame joined with what the diagnosis knows of it. `index` is its place in the root exception. */
export function frameNode(
  issue: string,
  { index, frame }: { index: number; frame: Frame },
  diagnosis: Diagnosis | undefined,
  repository: string | undefined,
): FrameNode {
  const location = diagnosis?.locations.find(candidate => candidate.frame === index);
  if (location && repository !== undefined) {
    return { kind: 'frame', issue, frame, index, mapped: { location, repository } };
  }
  const reason = diagnosis?.unmapped.find(
    ({ file, line }) => file === frame.file && (line === undefined || line === frame.line),
  )?.reason;
  return { kind: 'frame', issue, frame, index, ...(reason !== undefined && { reason }) };
}

/** A pull request that fixes an issue; its checks are below it. */
export interface PullRequestNode {
  readonly kind: 'pull-request';
  readonly issue: { readonly id: string };
  readonly pullRequest: FollowedPullRequest;
}

/** What is known of an issue beside its frames. */
export interface SectionNode {
  readonly kind: 'section';
  readonly about: 'suspects' | 'owners' | 'runs' | 'pull-requests';
  readonly issue: string;
  readonly children: readonly Node[];
}

/** The pull requests that fix an issue, if there are any. */
export function pullRequestNodes(issue: string, pullRequests: readonly FollowedPullRequest[]): SectionNode[] {
  const children = pullRequests.map(
    pullRequest => ({ kind: 'pull-request', issue: { id: issue }, pullRequest }) as const,
  );
  return children.length === 0 ? [] : [{ kind: 'section', about: 'pull-requests', issue, children }];
}

/** Suspect commits, which may be none; owners and runs, if any is known. */
export function sectionNodes(
  issue: string,
  diagnosis: Diagnosis | undefined,
  runs: readonly RunView[],
): SectionNode[] {
  const section = (about: SectionNode['about'], children: readonly Node[]): SectionNode => ({
    kind: 'section',
    about,
    issue,
    children,
  });
  const { suspects = [], owners = [] } = diagnosis ?? {};
  const commits = suspects.map(suspect => ({ kind: 'suspect', issue, suspect }) as const);
  const people = owners.map(owner => ({ kind: 'owner', owner }) as const);
  const fixes = runs.map(run => ({ kind: 'run', run }) as const);
  return [
    ...(diagnosis ? [section('suspects', commits)] : []),
    ...(people.length > 0 ? [section('owners', people)] : []),
    ...(fixes.length > 0 ? [section('runs', fixes)] : []),
  ];
}
