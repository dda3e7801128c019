import type { IssueStatus } from './issue.ts';

/* Apart from the schemas, which are heavy: the editor asks this before it has loaded any. */

/** The only ways from one status to another (DESIGN §6); all others are refused. */
export const issueTransitions: Readonly<Record<IssueStatus, readonly IssueStatus[]>> = {
  NEW: ['FIXING', 'DEPLOYED'],
  FIXING: ['PENDING_REVIEW', 'FAILED', 'NEW'],
  PENDING_REVIEW: ['MERGED', 'FAILED'],
  MERGED: ['DEPLOYED', 'NEW'],
  DEPLOYED: ['NEW'],
  FAILED: ['FIXING', 'DEPLOYED'],
};

export function mayBecome(from: IssueStatus, to: IssueStatus): boolean {
  return issueTransitions[from].includes(to);
}
