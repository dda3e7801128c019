import type { RunView } from '@errata/protocol/agent-rpc';
import type { Diagnosis, Location, Owner, Suspect } from '@errata/protocol/diagnosis';
import type { Frame } from '@errata/protocol/event';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { CommandId } from '../commands.ts';
import type { IssueGroup } from './issue-list.ts';
import type { IssueLook } from './issue-look.ts';

/** What the tree shows. */
export type Node =
  | GroupNode
  | IssueNode
  | FrameNode
  | SectionNode
  | { readonly kind: 'suspect'; readonly issue: string; readonly suspect: Suspect }
  | { readonly kind: 'owner'; readonly owner: Owner }
  | { readonly kind: 'more'; readonly status: IssueStatus }
  | { readonly kind: 'action'; readonly label: string; readonly command: CommandId }
  | { readonly kind: 'note'; readonly label: string };

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
  look: IssueLook;
}

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

/** What the diagnosis of an issue says beside its frames. */
export interface SectionNode {
  readonly kind: 'section';
  readonly about: 'suspects' | 'owners';
  readonly issue: string;
  readonly children: readonly Node[];
}

/** Suspect commits, which may be none, and owners, if any is known. */
export function sectionNodes(issue: string, { suspects, owners }: Diagnosis): SectionNode[] {
  const sections: SectionNode[] = [
    {
      kind: 'section',
      about: 'suspects',
      issue,
      children: suspects.map(suspect => ({ kind: 'suspect', issue, suspect })),
    },
    { kind: 'section', about: 'owners', issue, children: owners.map(owner => ({ kind: 'owner', owner })) },
  ];
  return sections.filter(({ about, children }) => about === 'suspects' || children.length > 0);
}
