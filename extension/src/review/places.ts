import * as vscode from 'vscode';
import { pathInRepository } from './repository-path.ts';

/** Shows a line of a file of the repository, counted from 1. */
export async function openLine(
  repository: string,
  file: string,
  line: number,
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const path = pathInRepository(repository, file);
  if (path === undefined) return;
  const position = new vscode.Position(line - 1, 0);
  const selection = new vscode.Range(position, position);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { viewColumn, selection });
}

export async function showCommit(repository: string, commit: string): Promise<void> {
  if (!/^[0-9a-f]{7,64}$/.test(commit)) return;
  await vscode.commands.executeCommand('git.viewCommit', vscode.Uri.file(repository), commit);
}
