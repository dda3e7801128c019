import type { RunView } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';

/** Whether a run failed because no sandbox works on this machine. */
export function lacksSandbox(run: RunView): boolean {
  return run.failure?.reason === 'none-available';
}

/** Says what it means to do without a sandbox and, on an explicit yes alone, starts the fix again that way. */
export async function offerWithoutSandbox(
  agent: Agent,
  runs: RunBook,
  failed: RunView,
  pages: vscode.Uri,
): Promise<void> {
  const t = vscode.l10n.t;
  // The first button is the one that Enter presses: it must do no harm.
  const setUp: vscode.MessageItem = { title: t('How to Set Up a Sandbox') };
  const yes: vscode.MessageItem = { title: t('Run Without a Sandbox') };
  const answer = await vscode.window.showWarningMessage(
    t('No sandbox works on this machine. Fix this error without one?'),
    {
      modal: true,
      detail: [
        t(
          'The tests of this repository and every candidate fix would run as you do: they could read and change all your files and reach the network. Only a copy of the repository is worked on, without your environment variables, but nothing stops code that means harm. Agree only for code that you would run by hand without reading it.',
        ),
        failed.failure?.message ?? '',
      ].join('\n\n'),
    },
    setUp,
    yes,
  );
  if (answer === setUp) {
    const page = vscode.Uri.joinPath(pages, 'sandbox.md');
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }
  if (answer !== yes) return;
  const run = await agent.request('errata/fix', { issue: failed.issue, withoutSandbox: true });
  runs.askedFor(run.id);
  runs.update(runs.get(run.id) ?? run);
}
