import type { Issue } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import type { RunBook } from '../connection/run-book.ts';
import type { IssueList } from './issue-list.ts';
import { issueDescription, visibleInPick } from './labels.ts';

/** Lets the person choose among the issues in these statuses; says so when there is none. */
export async function pickIssue(
  list: IssueList,
  runs: RunBook,
  placeHolder: string,
  wanted: (issue: Issue) => boolean,
): Promise<string | undefined> {
  const issues = list.issues.filter(wanted);
  if (issues.length === 0) {
    const reason = list.loaded
      ? vscode.l10n.t('There is no error to choose. The view Incoming Errors says why.')
      : vscode.l10n.t('The errors have not been read yet. The view Incoming Errors says why.');
    void vscode.window.showInformationMessage(reason);
    return undefined;
  }
  const now = Date.now();
  const items = issues.map(issue => ({
    label: visibleInPick(issue.title),
    description: issueDescription(vscode.l10n.t, issue, runs.ofIssue(issue.id), now),
    detail: `${issue.id} · ${visibleInPick(issue.culprit)}`,
    id: issue.id,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.id;
}
