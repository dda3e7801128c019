import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';

/**
 * Starts (or resumes) a run of each of these issues for the person in this window. Says why not in a folder that is not
 * trusted. Throws the first `AgentError` when all were tried.
 */
export async function fixIssues(agent: Agent, runs: RunBook, issues: readonly string[]): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('A fix runs the tests of this project, so the folder must be trusted first.'),
      manage,
    );
    if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  const started = await Promise.allSettled(
    issues.map(async issue => {
      const run = await agent.request('errata/fix', { issue });
      runs.askedFor(run.id);
      // What the agent said of the run while it answered is newer than the answer.
      runs.update(runs.get(run.id) ?? run);
    }),
  );
  const failed = started.find(result => result.status === 'rejected');
  if (failed) throw failed.reason;
}
