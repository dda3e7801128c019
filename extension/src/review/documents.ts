import * as vscode from 'vscode';
import { remaining } from './candidate-review.ts';
import type { ReviewSession } from './session.ts';

export const scheme = 'errata-review';
type Side = 'before' | 'after';

/** Both sides of every reviewed file as read-only documents, for the editor's own diff. */
export class ReviewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #sessions = new Map<string, ReviewSession>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  /** Offers a session's files and tells open diffs of it to read again. */
  offer(run: string, session: ReviewSession): void {
    this.#sessions.set(run, session);
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === scheme && uri.authority === authorityOf(run)) this.#changed.fire(uri);
    }
  }

  withdraw(run: string): void {
    this.#sessions.delete(run);
  }

  /** Shows a file before and after in the editor's own diff. Rejected hunks are left out of the right side. */
  async openDiff(run: string, path: string, column: vscode.ViewColumn): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.diff',
      uriOf(run, path, 'before'),
      uriOf(run, path, 'after'),
      vscode.l10n.t('{0} (proposed fix)', path),
      { viewColumn: column, preview: true } satisfies vscode.TextDocumentShowOptions,
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const run = [...this.#sessions.keys()].find(id => authorityOf(id) === uri.authority);
    const session = run === undefined ? undefined : this.#sessions.get(run);
    const path = uri.path.slice(1);
    const file = session?.files.find(file => file.path === path);
    if (!file) return '';
    return (uri.query === 'before' ? file.before : remaining(file)) ?? '';
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function uriOf(run: string, path: string, side: Side): vscode.Uri {
  return vscode.Uri.from({ scheme, authority: authorityOf(run), path: `/${path}`, query: side });
}

/** Authorities are lower-cased on the way; run ids need not be. */
function authorityOf(run: string): string {
  return Buffer.from(run).toString('hex');
}
