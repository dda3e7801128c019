import type { IssueStatus } from '@errata/protocol/issue';

/** What a command that is about an issue may be given: its id (code lens, lightbulb) or a node of the tree. */
export type IssueTarget = string | { readonly issue: { readonly id: string } };

/** A line in a file of the workspace. The path is absolute, the line counts from 1. */
export interface FrameTarget {
  readonly file: string;
  readonly line: number;
  /** What it is a frame of, where the line may be another one by now. */
  readonly of?: { readonly issue: string; readonly frame: number };
}

/** A hunk of a fix that is previewed in a file: the file's address, and the hunk's id. */
export interface HunkTarget {
  readonly file: string;
  readonly hunk: string;
}

/** A suspect commit of an issue. */
export interface SuspectTarget {
  readonly issue: { readonly id: string };
  readonly commit: string;
}

/** What a person says of an issue: the root of the repository that it belongs to, or that it is none of those that are open. */
export interface BelongingTarget {
  readonly issue: { readonly id: string };
  readonly repository: string | null;
}

/** A run of an issue. */
export interface RunTarget {
  readonly issue: { readonly id: string };
  readonly run: string;
}

/** A pull request of an issue. */
export interface PullRequestTarget {
  readonly issue: { readonly id: string };
  readonly pullRequest: { readonly id: string };
}

/** Every command of the extension. One that is not here does not compile, and a test holds it against the manifest. */
export interface Commands {
  'errata.fix': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.review': (target?: IssueTarget | RunTarget) => Promise<void>;
  'errata.publish': () => Promise<void>;
  'errata.acceptHunk': (target?: HunkTarget) => Promise<void>;
  'errata.rejectHunk': (target?: HunkTarget) => Promise<void>;
  'errata.applyAccepted': () => Promise<void>;
  'errata.closePreview': () => Promise<void>;
  'errata.cancelFix': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.showSuspect': (target?: IssueTarget | SuspectTarget) => Promise<void>;
  'errata.openFrame': (target: FrameTarget) => Promise<void>;
  'errata.openIssue': (target?: IssueTarget) => Promise<void>;
  'errata.belongs': (target: BelongingTarget) => Promise<void>;
  'errata.belongsElsewhere': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.ignore': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.stopIgnoring': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.markFixed': (target?: IssueTarget) => Promise<void>;
  'errata.copyId': (target?: IssueTarget, selected?: readonly unknown[]) => Promise<void>;
  'errata.openPullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.requestPullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.refreshPullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.checkoutPullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.mergePullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.closePullRequest': (target?: IssueTarget | PullRequestTarget) => Promise<void>;
  'errata.showReport': (target?: IssueTarget) => Promise<void>;
  'errata.groupByStatus': () => void;
  'errata.groupByProject': () => void;
  'errata.groupByFile': () => void;
  'errata.sortByLastSeen': () => void;
  'errata.sortByFirstSeen': () => void;
  'errata.sortByCount': () => void;
  'errata.sortByUsers': () => void;
  'errata.showIgnored': () => void;
  'errata.hideIgnored': () => void;
  'errata.filter': () => Promise<void>;
  'errata.clearFilter': () => void;
  'errata.loadMore': (status?: IssueStatus) => Promise<void>;
  'errata.copyDsn': () => Promise<void>;
  'errata.sendTestError': () => Promise<void>;
  'errata.getStarted': () => Promise<void>;
  'errata.signInToGitHub': () => Promise<void>;
  'errata.setToken': () => Promise<void>;
  'errata.forgetToken': () => Promise<void>;
  'errata.chooseModel': () => Promise<void>;
  'errata.setModelKey': () => Promise<void>;
  'errata.forgetModelKey': () => Promise<void>;
  'errata.refresh': () => void;
  'errata.retry': () => Promise<void>;
  'errata.showLog': () => void;
}
export type CommandId = keyof Commands;

/** Those about pull requests, see pull-request-commands.ts. */
export type PullRequestCommandId =
  | 'errata.openPullRequest'
  | 'errata.requestPullRequest'
  | 'errata.refreshPullRequest'
  | 'errata.checkoutPullRequest'
  | 'errata.mergePullRequest'
  | 'errata.closePullRequest'
  | 'errata.showReport';

/** Those about the list *Incoming Errors* and what is in it, see list-commands.ts. */
export type ListCommandId =
  | 'errata.openIssue'
  | 'errata.belongs'
  | 'errata.belongsElsewhere'
  | 'errata.ignore'
  | 'errata.stopIgnoring'
  | 'errata.markFixed'
  | 'errata.copyId'
  | 'errata.groupByStatus'
  | 'errata.groupByProject'
  | 'errata.groupByFile'
  | 'errata.sortByLastSeen'
  | 'errata.sortByFirstSeen'
  | 'errata.sortByCount'
  | 'errata.sortByUsers'
  | 'errata.showIgnored'
  | 'errata.hideIgnored'
  | 'errata.filter'
  | 'errata.clearFilter'
  | 'errata.loadMore';

const declared: Record<CommandId, true> = {
  'errata.fix': true,
  'errata.review': true,
  'errata.publish': true,
  'errata.acceptHunk': true,
  'errata.rejectHunk': true,
  'errata.applyAccepted': true,
  'errata.closePreview': true,
  'errata.cancelFix': true,
  'errata.showSuspect': true,
  'errata.openFrame': true,
  'errata.openIssue': true,
  'errata.belongs': true,
  'errata.belongsElsewhere': true,
  'errata.ignore': true,
  'errata.stopIgnoring': true,
  'errata.markFixed': true,
  'errata.copyId': true,
  'errata.openPullRequest': true,
  'errata.requestPullRequest': true,
  'errata.refreshPullRequest': true,
  'errata.checkoutPullRequest': true,
  'errata.mergePullRequest': true,
  'errata.closePullRequest': true,
  'errata.showReport': true,
  'errata.groupByStatus': true,
  'errata.groupByProject': true,
  'errata.groupByFile': true,
  'errata.sortByLastSeen': true,
  'errata.sortByFirstSeen': true,
  'errata.sortByCount': true,
  'errata.sortByUsers': true,
  'errata.showIgnored': true,
  'errata.hideIgnored': true,
  'errata.filter': true,
  'errata.clearFilter': true,
  'errata.loadMore': true,
  'errata.copyDsn': true,
  'errata.sendTestError': true,
  'errata.getStarted': true,
  'errata.signInToGitHub': true,
  'errata.setToken': true,
  'errata.forgetToken': true,
  'errata.chooseModel': true,
  'errata.setModelKey': true,
  'errata.forgetModelKey': true,
  'errata.refresh': true,
  'errata.retry': true,
  'errata.showLog': true,
};
export const commandIds = Object.keys(declared) as CommandId[];

/** Those that menus of the tree call with the node that they were opened on. */
const ofNodes: ReadonlySet<string> = new Set<CommandId>([
  'errata.fix',
  'errata.review',
  'errata.cancelFix',
  'errata.showSuspect',
  'errata.openIssue',
  'errata.belongsElsewhere',
  'errata.ignore',
  'errata.stopIgnoring',
  'errata.markFixed',
  'errata.copyId',
  'errata.openPullRequest',
  'errata.requestPullRequest',
  'errata.refreshPullRequest',
  'errata.checkoutPullRequest',
  'errata.mergePullRequest',
  'errata.closePullRequest',
  'errata.showReport',
]);

/**
 * True when a command was called on a node that the editor could not find any more: it passes `undefined` then, where the
 * palette and the keyboard pass nothing.
 */
export function hasLostTarget(command: string, given: readonly unknown[]): boolean {
  return ofNodes.has(command) && given.length > 0 && (given[0] === undefined || given[0] === null);
}

/** The id of the issue that a command was called for, if any. Arguments of commands come from anywhere. */
export function issueOf(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (typeof target !== 'object' || target === null || !('issue' in target)) return undefined;
  const { issue } = target;
  if (typeof issue !== 'object' || issue === null || !('id' in issue)) return undefined;
  return typeof issue.id === 'string' ? issue.id : undefined;
}

/**
 * The ids of the issues that a command was called for: all that are selected in the tree where the one that it was pressed
 * on is among them, else that one alone.
 */
export function issuesOf(target?: unknown, selected?: unknown): string[] {
  const pressed = issueOf(target);
  if (pressed === undefined) return [];
  const ids = Array.isArray(selected) ? selected.map(issueOf).filter(id => id !== undefined) : [];
  return ids.includes(pressed) ? [...new Set(ids)] : [pressed];
}

/** The run that a command was called for, if any. */
export function runOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('run' in target)) return undefined;
  return typeof target.run === 'string' ? target.run : undefined;
}

/** The commit that a command was called for, if any. */
export function commitOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('commit' in target)) return undefined;
  return typeof target.commit === 'string' ? target.commit : undefined;
}

/** The pull request that a command was called for, if any. */
export function pullRequestOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('pullRequest' in target)) return undefined;
  const { pullRequest } = target;
  if (typeof pullRequest !== 'object' || pullRequest === null || !('id' in pullRequest)) return undefined;
  return typeof pullRequest.id === 'string' ? pullRequest.id : undefined;
}
