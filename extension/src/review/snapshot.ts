import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { Hunk, HunkLine } from './hunks.ts';
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
    files: (session?.files ?? []).map(({ change, role, hunks, marks }) => ({
      path: change.path,
      role,
      before: change.before,
      after: change.after,
      revision: 0,
      edited: false,
      hunks: hunks.map(hunk => ({
        id: hunk.id,
        header: hunk.header,
        lines: [...hunk.lines],
        state: marks.get(hunk.id) ?? 'undecided',
        ...changedSpans(hunk),
      })),
    })),
    canUndo: false,
    canRedo: false,
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

/** Where the changed lines are in both texts, without the context around them. */
function changedSpans({ lines }: Hunk) {
  const numbers = (side: 'oldLine' | 'newLine', changed: HunkLine['kind']) => {
    const of = (line: HunkLine | undefined) => line?.[side];
    const own = lines.filter(line => line.kind === changed).map(line => of(line) ?? 1);
    const first = lines.findIndex(line => line.kind !== 'context');
    const from = own[0] ?? (of(lines.slice(0, first).at(-1)) ?? 0) + 1;
    return { from, to: (own.at(-1) ?? from - 1) + 1 };
  };
  return { old: numbers('oldLine', 'removed'), new: numbers('newLine', 'added') };
}
