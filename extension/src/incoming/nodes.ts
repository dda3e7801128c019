import type { Diagnosis, Location } from '@errata/protocol/diagnosis';
import type { Frame } from '@errata/protocol/event';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { CommandId } from '../commands.ts';
import type { IssueGroup } from './issue-list.ts';

/** What the tree shows. */
export type Node =
  | { readonly kind: 'group'; readonly group: IssueGroup }
  | { readonly kind: 'issue'; readonly issue: Issue }
  | FrameNode
  | { readonly kind: 'more'; readonly status: IssueStatus }
  | { readonly kind: 'action'; readonly label: string; readonly command: CommandId }
  | { readonly kind: 'note'; readonly label: string };

export interface FrameNode {
  readonly kind: 'frame';
  readonly frame: Frame;
  readonly index: number;
  /** Where it is in the checkout, and the repository's absolute path; absent when it could not be mapped. */
  readonly mapped?: { readonly location: Location; readonly repository: string };
  /** Why it could not be mapped. */
  readonly reason?: string;
}

/** A frame joined with what the diagnosis knows of it. `index` is its place in the root exception. */
export function frameNode(
  { index, frame }: { index: number; frame: Frame },
  diagnosis: Diagnosis | undefined,
  repository: string | undefined,
): FrameNode {
  const location = diagnosis?.locations.find(candidate => candidate.frame === index);
  if (location && repository !== undefined) {
    return { kind: 'frame', frame, index, mapped: { location, repository } };
  }
  const reason = diagnosis?.unmapped.find(
    ({ file, line }) => file === frame.file && (line === undefined || line === frame.line),
  )?.reason;
  return { kind: 'frame', frame, index, ...(reason !== undefined && { reason }) };
}
