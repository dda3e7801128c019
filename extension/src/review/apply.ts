import type { FileChange } from '@errata/protocol/proposal';
import * as vscode from 'vscode';
import { changesBetween, replacementOf } from './changes.ts';
import { driftedFiles, plainText } from './drift.ts';
import { pathInRepository } from './repository-path.ts';

/** What came of it: applied, or the reason why nothing was touched. */
export type Applied = { readonly applied: true } | { readonly applied: false; readonly message: string };

/** Puts the changes into the workspace as one edit, which is one undo; touches nothing if a file has drifted. */
export async function applyToWorkspace(repository: string, changes: readonly FileChange[]): Promise<Applied> {
  const t = vscode.l10n.t;
  const uris = new Map<string, vscode.Uri>();
  for (const { path } of changes) {
    const file = pathInRepository(repository, path);
    if (file === undefined)
      return { applied: false, message: t('{0} is not a file of the repository.', path) };
    uris.set(path, vscode.Uri.file(file));
  }
  const drifted = await driftedFiles(changes, async path => textOf(uris.get(path)));
  if (drifted.length > 0) {
    const files = drifted.join(', ');
    return {
      applied: false,
      message: t('Nothing was applied: {0} changed since the fix was made. Run Fix This Error again.', files),
    };
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { path, before, after } of changes) {
    const uri = uris.get(path);
    if (!uri) continue;
    if (after === null) edit.deleteFile(uri);
    else if (before === null) edit.createFile(uri, { contents: new TextEncoder().encode(after) });
    else edit.set(uri, editsOf(await vscode.workspace.openTextDocument(uri), before, after));
  }
  if (await vscode.workspace.applyEdit(edit)) return { applied: true };
  return { applied: false, message: t('The editor refused the change; nothing was applied.') };
}

async function textOf(uri: vscode.Uri | undefined): Promise<string | null> {
  if (!uri) return null;
  // The buffer counts before the disk: what a person has not saved yet must not be overwritten.
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

/** Only the lines that change are touched, so that cursors and breakpoints stay. The document keeps its own line ends. */
function editsOf(document: vscode.TextDocument, before: string, after: string): vscode.TextEdit[] {
  const [old, now] = [plainText(before), plainText(after)];
  const whole = { from: 0, to: document.lineCount, lines: [{ kind: 'added', text: now }] } as const;
  // A carriage return of its own ends a line for the editor, and none for a diff.
  const changes = old.includes('\r') ? [whole] : changesBetween(old, now);
  return changes.map(change => {
    const range = document.validateRange(new vscode.Range(change.from, 0, change.to, 0));
    return vscode.TextEdit.replace(range, replacementOf(change).join(''));
  });
}
