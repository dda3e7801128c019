import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { ReviewSession } from './session.ts';

export interface ReviewState {
  readonly issue: Issue;
  readonly run: RunView;
  /** Absent until the run has a proposal. */
  readonly session: ReviewSession | undefined;
  readonly busy?: 'verifying' | 'publishing' | undefined;
}

/** Everything that the page shows, from everything that the host knows. */
export function snapshotOf({ issue, run, session, busy }: ReviewState): ReviewSnapshot {
  const verification = session?.verification();
  return {
    issue: {
      id: issue.id,
      title: issue.title,
      culprit: issue.culprit,
      count: issue.count,
      lastSeen: issue.lastSeen,
    },
    run: run.id,
    stage: run.stage,
    message: run.message,
    candidates: (session?.proposal.candidates ?? []).map(({ changes: _, ...candidate }) => candidate),
    files: (session?.files ?? []).map(file => ({
      path: file.path,
      role: file.role,
      before: file.before,
      after: file.after,
      revision: file.revision,
      edited: file.after !== file.proposed,
      hunks: file.hunks.map(({ id, header, lines, old, new: now }) => ({
        id,
        header,
        lines: [...lines],
        state: file.marks.get(id) ?? 'undecided',
        old,
        new: now,
      })),
    })),
    canUndo: session?.canUndo ?? false,
    canRedo: session?.canRedo ?? false,
    requests: [],
    layout: 'inline',
    syntax: {},
    locale: vscode.env.language,
    ...(run.diagnosis && { diagnosis: run.diagnosis }),
    ...(session?.selected !== undefined && { selected: session.selected }),
    ...(verification && { verification }),
    ...(busy && { busy }),
    ...(run.publication && { publication: run.publication }),
    ...(run.failure && { failure: run.failure }),
  };
}
