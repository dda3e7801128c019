import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';

/**
 * Starts (or resumes) a run of the issue for the person in this window. Its result opens by itself when it is there.
 * Says why not in a folder that is not trusted. Throws `AgentError`.
 */
export async function fixIssue(agent: Agent, runs: RunBook, issue: string): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('A fix runs the tests of this project, so the folder must be trusted first.'),
      manage,
    );
    if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  const run = await agent.request('errata/fix', { issue });
  runs.askedFor(run.id);
  // What the agent said of the run while it answered is newer than the answer.
  runs.update(runs.get(run.id) ?? run);
}
