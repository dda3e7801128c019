import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { IncomingView } from '../incoming/view.ts';
import { logCenterUrl } from '../settings/settings.ts';

/** Sends an error that says that it is a test, and shows it in the list. A log center of others is asked about first. */
export async function sendTestError(agent: Agent, incoming: IncomingView): Promise<void> {
  const t = vscode.l10n.t;
  const url = logCenterUrl();
  if (url !== undefined) {
    const send = t('Send');
    const text = t('Send a test error to {0}? Others will see it, too.', new URL(url).host);
    if ((await vscode.window.showWarningMessage(text, { modal: true }, send)) !== send) return;
  }
  const { issue } = await agent.request('errata/sendTestError', {});
  await incoming.reveal(issue);
}
