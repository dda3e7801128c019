import { lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from './repository.ts';
import type { ChangedFile } from './status.ts';

export interface WorkingSnapshot {
  readonly commit: string;
  /** What differs from HEAD; empty when the commit is HEAD. */
  readonly changed: readonly ChangedFile[];
}

/** As for all texts: what is larger is not read. */
const largest = 8 * 1024 * 1024;
/** What is installed, also where nobody told git to ignore it. */
const installed = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//;
const nobody = 'errata@localhost';

/**
 * A commit on HEAD that holds the working folder as it is, with edits and new files that are not committed; HEAD itself
 * when there are none. Nothing but unreferenced objects is written: no index, no working tree, no ref.
 */
export async function snapshotOf(repository: Repository, signal?: AbortSignal): Promise<WorkingSnapshot> {
  const head = await repository.head(signal);
  const changed = await repository.changedFiles(signal);
  const paths: string[] = [];
  for (const { path, status } of changed)
    if (status !== 'untracked' || (await isSource(repository.root, path))) paths.push(path);
  if (paths.length === 0) return { commit: head, changed: [] };
  const folder = await mkdtemp(join(tmpdir(), 'errata-index-'));
  const letGo = repository.objects.hold();
  try {
    const options = { env: { GIT_INDEX_FILE: join(folder, 'index') }, writes: true, signal };
    await repository.run(['read-tree', head], options);
    // What would not be committed like that is tried like that all the same.
    const anyEnds = ['-c', 'core.safecrlf=false'];
    const add = [...anyEnds, 'update-index', '--add', '--remove', '--replace', '-z', '--stdin'];
    await repository.run(add, { ...options, input: paths.map(path => `${path}\0`).join('') });
    const tree = (await repository.run(['write-tree'], options)).trim();
    const commit = ['commit-tree', '--no-gpg-sign', '-p', head, '-m', 'Not committed yet', tree];
    return { commit: (await repository.run(commit, { ...options, env: identity })).trim(), changed };
  } finally {
    await letGo();
    await rm(folder, { recursive: true, force: true });
  }
}

const identity = {
  GIT_AUTHOR_NAME: 'You',
  GIT_AUTHOR_EMAIL: nobody,
  GIT_COMMITTER_NAME: 'You',
  GIT_COMMITTER_EMAIL: nobody,
};

/** Not a repository of its own, not installed, not a large file of data. */
async function isSource(root: string, path: string): Promise<boolean> {
  if (path.endsWith('/') || installed.test(path)) return false;
  const found = await lstat(join(root, path)).catch(() => undefined);
  return found !== undefined && !found.isDirectory() && found.size <= largest;
}
