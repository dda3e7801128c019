import type { CommitDetail } from '@errata/protocol/commit';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';

const scheme = 'errata-commit';

/** A commit of a repository that the agent has open, by the repository's absolute path. */
export interface CommitTarget {
  readonly repository: string;
  readonly commit: string;
}

/** Shows what a commit changed in the editor's own diff; the agent is asked for the texts. */
export class CommitDiff implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #agent: Agent;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** `files` are shown before the others. */
  async open({ repository, commit }: CommitTarget, files: readonly string[]): Promise<void> {
    const detail = await this.#agent.request('errata/commit', { repository, commit });
    const sides = inOrder(detail, files).map(({ before, after }) => ({
      path: after ?? before ?? '',
      left:
        before === undefined || detail.parent === undefined
          ? undefined
          : { commit: detail.parent, path: before },
      right: after === undefined ? undefined : { commit, path: after },
    }));
    const uri = (side: { commit: string; path: string } | undefined) =>
      side && uriOf(repository, side.commit, side.path);
    const title = `${commit.slice(0, 8)} ${detail.subject}`;
    const [only] = sides;
    if (sides.length === 1 && only?.left && only.right) {
      await vscode.commands.executeCommand(
        'vscode.diff',
        uri(only.left),
        uri(only.right),
        `${title} (${only.path})`,
      );
      return;
    }
    const resources = sides.map(({ path, left, right }) => [
      uriOf(repository, commit, path),
      uri(left),
      uri(right),
    ]);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { repository, commit } = JSON.parse(uri.query) as CommitTarget;
    const answer = await this.#agent.request(
      'errata/file',
      { repository, commit, path: uri.path.slice(1) },
      token,
    );
    return 'text' in answer ? answer.text : answer.reason;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function inOrder({ files }: CommitDetail, first: readonly string[]): CommitDetail['files'] {
  const isFirst = ({ before, after }: CommitDetail['files'][number]) =>
    [before, after].some(path => path !== undefined && first.includes(path));
  return [...files.filter(isFirst), ...files.filter(file => !isFirst(file))];
}

function uriOf(repository: string, commit: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${path}`, query: JSON.stringify({ repository, commit }) });
}
