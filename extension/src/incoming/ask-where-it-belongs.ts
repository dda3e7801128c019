import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { belongingAnswers } from './belonging-answers.ts';
import { visible, visibleInPick } from './labels.ts';

/** Asks which repository an issue belongs to, and passes on what the person says: whether it is one that is open. */
export async function askWhereItBelongs(agent: Agent, id: string): Promise<boolean> {
  const { issue, unsure = [] } = await agent.request('errata/issue', { issue: id });
  // Something else has told meanwhile.
  if (unsure.length === 0) return true;
  const answers = belongingAnswers(vscode.l10n.t, unsure).map(({ label, repository }) => ({
    label: visibleInPick(label),
    description: visibleInPick(repository ?? ''),
    repository,
  }));
  const picked = await vscode.window.showQuickPick(answers, {
    title: `${issue.id} · ${visible(issue.title)}`,
    placeHolder: vscode.l10n.t('Only you can tell which folder this error belongs to'),
  });
  if (picked === undefined) return false;
  await agent.request('errata/belongs', { issue: id, repository: picked.repository });
  return picked.repository !== null;
}
