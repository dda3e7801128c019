import { t } from '@vscode/l10n';
import type { Repository } from './repository.ts';

/** A file that a commit changed; without `before` it was added, without `after` deleted. */
export interface CommitFile {
  readonly before?: string;
  readonly after?: string;
}

/** What a commit changed against a parent, renames recognised; against nothing when it has none. Throws `GitError`. */
export async function commitFiles(
  repository: Repository,
  { commit, parent }: { commit: string; parent: string | undefined },
  signal?: AbortSignal,
): Promise<CommitFile[]> {
  const form = ['diff-tree', '-r', '-z', '-M', '--name-status', '--no-commit-id'];
  const sides = parent === undefined ? ['--root', commit] : [parent, commit];
  const said = await repository.run([...form, ...sides], { signal });
  const fields = said.split('\0');
  const files: CommitFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const status = fields[at++]?.[0];
    const path = fields[at++] ?? '';
    if (status === 'A') files.push({ after: path });
    else if (status === 'D') files.push({ before: path });
    else if (status === 'R' || status === 'C') files.push({ before: path, after: fields[at++] ?? path });
    else files.push({ before: path, after: path });
  }
  return files;
}

const mostBytes = 8 * 1024 * 1024;

/** The text of a file as it was in a commit; why there is none otherwise. Throws `GitError`. */
export async function fileAt(
  repository: Repository,
  { commit, path }: { commit: string; path: string },
  signal?: AbortSignal,
): Promise<{ text: string } | { reason: string }> {
  const name = commit.slice(0, 10);
  const entry = await repository.run(['ls-tree', '-l', '-z', '--full-tree', commit, '--', path], {
    signal,
  });
  const [mode = '', , object = '', size = ''] = entry.split('\t')[0]?.split(/ +/) ?? [];
  if (!mode.startsWith('100')) return { reason: t('{0} is no file in {1}.', path, name) };
  if (Number(size) > mostBytes) return { reason: t('{0} is too large to show.', path) };
  const { stdout } = await repository.output(['cat-file', 'blob', object], { signal });
  return stdout.subarray(0, 8000).includes(0)
    ? { reason: t('{0} is binary.', path) }
    : { text: stdout.toString('utf8') };
}
