import type { IssueStatus } from '@errata/protocol/issue';

/** What a command that is about an issue may be given: its id (code lens, lightbulb) or a node of the tree. */
export type IssueTarget = string | { readonly issue: { readonly id: string } };

/** A line in a file of the workspace. The path is absolute, the line counts from 1. */
export interface FrameTarget {
  readonly file: string;
  readonly line: number;
}

/** A suspect commit of an issue. */
export interface SuspectTarget {
  readonly issue: { readonly id: string };
  readonly commit: string;
}

/** Every command of the extension. One that is not here does not compile, and a test holds it against the manifest. */
export interface Commands {
  'errata.fix': (target?: IssueTarget) => Promise<void>;
  'errata.review': (target?: IssueTarget) => Promise<void>;
  'errata.publish': () => Promise<void>;
  'errata.cancelFix': (target?: IssueTarget) => Promise<void>;
  'errata.showSuspect': (target?: IssueTarget | SuspectTarget) => Promise<void>;
  'errata.openFrame': (target: FrameTarget) => Promise<void>;
  'errata.loadMore': (status: IssueStatus) => void;
  'errata.copyDsn': () => Promise<void>;
  'errata.setToken': () => Promise<void>;
  'errata.forgetToken': () => Promise<void>;
  'errata.refresh': () => void;
  'errata.retry': () => Promise<void>;
  'errata.showLog': () => void;
}
export type CommandId = keyof Commands;

const declared: Record<CommandId, true> = {
  'errata.fix': true,
  'errata.review': true,
  'errata.publish': true,
  'errata.cancelFix': true,
  'errata.showSuspect': true,
  'errata.openFrame': true,
  'errata.loadMore': true,
  'errata.copyDsn': true,
  'errata.setToken': true,
  'errata.forgetToken': true,
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

/** The commit that a command was called for, if any. */
export function commitOf(target: unknown): string | undefined {
  if (typeof target !== 'object' || target === null || !('commit' in target)) return undefined;
  return typeof target.commit === 'string' ? target.commit : undefined;
}
