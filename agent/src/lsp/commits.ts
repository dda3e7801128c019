import type { AgentParams, AgentResult } from '@errata/protocol/agent-rpc';
import type { CommitDetail } from '@errata/protocol/commit';
import { t } from '@vscode/l10n';
import { commitFiles, fileAt } from '../git/commit-files.ts';
import { GitError } from '../git/git-error.ts';
import { commitInfos } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import { RunError } from './run-board.ts';
import type { Workspace } from './workspace.ts';

const mostFiles = 200;
const mostPatch = 2 * 1024 * 1024;

/** Commits of the open repositories, to be shown in the editor's own diff. */
export class Commits {
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async describe(asked: AgentParams<'errata/commit'>, signal: AbortSignal): Promise<CommitDetail> {
    const repository = this.#repository(asked.repository);
    const info = (await commitInfos(repository, [asked.commit], signal)).get(asked.commit);
    if (info === undefined) {
      throw new GitError('unknown-revision', t('{0} does not contain {1}.', repository.root, asked.commit));
    }
    const { parents, ...rest } = info;
    const [parent] = parents;
    const files = await commitFiles(repository, { commit: asked.commit, parent }, signal);
    return {
      ...rest,
      ...(parent === undefined ? {} : { parent }),
      files: files.slice(0, mostFiles),
      more: Math.max(0, files.length - mostFiles),
    };
  }

  file(asked: AgentParams<'errata/file'>, signal: AbortSignal): Promise<AgentResult<'errata/file'>> {
    return fileAt(this.#repository(asked.repository), asked, signal);
  }

  /** What a commit changed, as git shows it; of a large one only which files. */
  async patch(root: string, commit: string, signal: AbortSignal): Promise<string> {
    const form = ['show', '--no-ext-diff', '--no-textconv', '--no-color', '--format=fuller', '--stat'];
    const repository = this.#repository(root);
    const show = (args: readonly string[]) =>
      repository.run([...form, ...args, '--end-of-options', commit], { signal, maxBytes: mostPatch });
    try {
      return await show(['--patch']);
    } catch (error) {
      if (GitError.is(error, 'output-limit')) return show([]);
      throw error;
    }
  }

  #repository(root: string): Repository {
    const open = this.#workspace.find(root);
    if (open === undefined) throw new RunError('no-repository', t('{0} is not open any more.', root));
    return open.repository;
  }
}
