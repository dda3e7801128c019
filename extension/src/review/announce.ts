import type { RunView } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';
import type { Reviews } from './reviews.ts';

/**
 * Tells of the result of a fix that the person asked for, as they want it (`errata.whenFixIsReady`). Unless they want more, it
 * waits where they find it: in the list, in its badge and in the status bar.
 */
export async function announceResult(run: RunView, reviews: () => Promise<Reviews>): Promise<void> {
  const t = vscode.l10n.t;
  const wanted = vscode.workspace.getConfiguration('errata').get<unknown>('whenFixIsReady');
  if (wanted === 'open') await (await reviews()).open(run.id, true);
  if (wanted !== 'notify') return;
  const look = t('Review Fix');
  const text = run.proposal?.candidates.length
    ? t('The fix of {0} is ready for review.', run.issue)
    : t('No fix was found for {0}.', run.issue);
  if ((await vscode.window.showInformationMessage(text, look)) === look)
    await (await reviews()).open(run.id, false);
}
