import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { AgentError } from '../connection/agent-error.ts';
import type { RunBook } from '../connection/run-book.ts';
import { askWhereItBelongs } from './ask-where-it-belongs.ts';

/**
 * Starts (or resumes) a run of each of these issues for the person in this window. Says why not in a folder that is not
 * trusted, and asks where only the person can tell that an error is one of an open folder. Throws the first `AgentError` when all were tried.
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
  const start = async (issue: string) => {
    const run = await agent.request('errata/fix', { issue });
    runs.askedFor(run.id);
    // What the agent said of the run while it answered is newer than the answer.
    runs.update(runs.get(run.id) ?? run);
  };
  const started = await Promise.allSettled(issues.map(start));
  const failures: unknown[] = [];
  for (const [at, result] of started.entries()) {
    const issue = issues[at];
    if (result.status === 'fulfilled' || issue === undefined) continue;
    if (!AgentError.is(result.reason, 'unsure-repository')) failures.push(result.reason);
    else if (await askWhereItBelongs(agent, issue)) await start(issue).catch(error => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
