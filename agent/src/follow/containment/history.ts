import type { Repository } from '../../git/repository.ts';
import type { HistoryCommit } from './held.ts';

/** How some files came to be as they are in a commit. */
export interface FileHistory {
  /** Every commit that had a say in it, after its parents. */
  readonly commits: readonly (HistoryCommit & { readonly message: string })[];
  /** False when it is longer than is looked at. */
  readonly whole: boolean;
}

const mostCommits = 20_000;
const longestMessage = 20_000;

/**
 * What made the files what they are in `to`, as far as it is no part of `from`. Lines of history that came to nothing in the merges
 * on the way are left out by git, which looks at the files themselves.
 */
export async function fileHistory(
  repository: Repository,
  {
    from,
    to,
    paths,
    signal,
  }: {
    from: string;
    to: string;
    paths: readonly string[];
    signal?: AbortSignal | undefined;
  },
): Promise<FileHistory> {
  const form = ['--topo-order', '--reverse', '--parents', '--no-renames', '--format=%x00%H%x1f%P%x1f%B'];
  const range = ['--end-of-options', to, `^${from}`, '--', ...paths];
  const said = await repository.run(['log', ...form, `--max-count=${mostCommits + 1}`, ...range], { signal });
  const commits = said
    .split('\0')
    .slice(1)
    .map(record => {
      const [commit = '', parents = '', message = ''] = record.split('\x1f');
      return {
        commit,
        parents: parents.split(' ').filter(Boolean),
        message: message.slice(0, longestMessage),
      };
    });
  return { commits, whole: commits.length <= mostCommits };
}
