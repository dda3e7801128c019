import type { Suspect } from '@errata/protocol/diagnosis';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { suspectDescription, visibleInPick } from '../incoming/labels.ts';
import type { CommitDiff } from './commit-diff.ts';

/** Shows a commit that may have introduced an issue, after asking which if there are several. */
export async function showSuspect(
  agent: Agent,
  diff: () => Promise<CommitDiff>,
  issue: string,
  commit?: string,
): Promise<void> {
  const t = vscode.l10n.t;
  const { diagnosis, repository } = await agent.request('errata/issue', { issue });
  const suspects = diagnosis?.suspects ?? [];
  if (!diagnosis || repository === undefined || suspects.length === 0) {
    const reason = diagnosis
      ? t('No commit is convincing as the one that introduced {0}.', issue)
      : t('No frame of {0} is in the folders that are open.', issue);
    void vscode.window.showInformationMessage(reason);
    return;
  }
  const chosen = suspects.find(suspect => suspect.commit === commit) ?? (await pickSuspect(suspects));
  if (!chosen) return;
  const files = diagnosis.locations.map(({ file }) => file);
  await (await diff()).open({ repository, commit: chosen.commit }, files);
}

async function pickSuspect(suspects: readonly Suspect[]): Promise<Suspect | undefined> {
  if (suspects.length === 1) return suspects[0];
  const now = Date.now();
  const items = suspects.map(suspect => ({
    // A subject must not be read as an icon: `$(…)` is one in a quick pick.
    label: visibleInPick(suspect.subject),
    description: suspectDescription(vscode.l10n.t, suspect, now).replaceAll('$(', '$\u{200b}('),
    suspect,
  }));
  const placeHolder = vscode.l10n.t('Which suspect commit is to be shown?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.suspect;
}
