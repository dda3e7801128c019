import type { RunView } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { ReviewSession } from './session.ts';
import { shownPullRequest } from './shown-pull-request.ts';

export interface ReviewState {
  readonly issue: Issue;
  readonly run: RunView;
  /** Absent until the run has a proposal. */
  readonly session: ReviewSession | undefined;
  readonly busy: ReviewSnapshot['busy'];
  readonly form: PullRequestForm | undefined;
  /** What came of it, once it is pushed. */
  readonly followed: FollowedPullRequest | undefined;
  readonly appearance: Pick<ReviewSnapshot, 'layout' | 'syntax'>;
  /** What follows words, as the settings are now. */
  readonly writer: string | undefined;
}

/** Everything that the page shows, from everything that the host knows. */
export function snapshotOf(state: ReviewState): ReviewSnapshot {
  const { issue, run, session, busy, form, followed, appearance, writer } = state;
  const verification = session?.verification();
  const { spent, modelTrouble } = session?.proposal ?? {};
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
    layout: appearance.layout,
    syntax: appearance.syntax,
    locale: vscode.env.language,
    ...(run.requests && { requests: run.requests }),
    ...(run.diagnosis && { diagnosis: run.diagnosis }),
    ...(session?.selected !== undefined && { selected: session.selected }),
    ...(verification && { verification }),
    ...(spent && { spent }),
    ...(modelTrouble && { modelTrouble }),
    ...(writer !== undefined && { writer }),
    ...(busy && { busy }),
    ...(form && { pullRequest: form }),
    ...(run.publication && { publication: run.publication }),
    ...(followed && { followed: shownPullRequest(followed, issue.id) }),
    ...(run.failure && { failure: run.failure }),
  };
}
