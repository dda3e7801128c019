import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileChange } from '@errata/protocol/proposal';
import type { Repository } from '../git/repository.ts';
import { demandNoLargeFiles, indexEntry } from './index-entry.ts';

const fallbackIdentity = { name: 'Errata', email: 'errata@localhost' };

/**
 * Commits `changes` on top of `base` with plumbing alone: neither the working tree nor the index nor any ref is touched.
 * The same input makes the same commit, so that doing it again is no second effect. It is not signed, see `signed`. Throws
 * `PublishError` `moved-base` when a file is not what it was when the change was made.
 */
export async function createCommit(
  repository: Repository,
  commit: { base: string; changes: readonly FileChange[]; message: string; date: string },
  signal?: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'errata-index-'));
  const letGo = repository.objects.hold();
  try {
    const index = { GIT_INDEX_FILE: join(folder, 'index') };
    await repository.run(['read-tree', commit.base], { env: index, writes: true, signal });
    await demandNoLargeFiles(repository, commit.changes, index, signal);
    const entries: string[] = [];
    for (const change of commit.changes)
      entries.push(await indexEntry(repository, commit.base, change, signal));
    await repository.run(['update-index', '-z', '--index-info'], {
      env: index,
      writes: true,
      input: entries.join(''),
      signal,
    });
    const tree = (await repository.run(['write-tree'], { env: index, writes: true, signal })).trim();
    const env = await identity(repository, commit.date, signal);
    const arguments_ = ['commit-tree', '--no-gpg-sign', '-p', commit.base, '-F', '-', tree];
    return (await repository.run(arguments_, { env, writes: true, input: commit.message, signal })).trim();
  } finally {
    await letGo();
    await rm(folder, { recursive: true, force: true });
  }
}

async function identity(
  repository: Repository,
  date: string,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const setting = async (key: string) =>
    (await repository.run(['config', '--get', key], { accept: [0, 1], signal })).trim();
  const name = (await setting('user.name')) || fallbackIdentity.name;
  const email = (await setting('user.email')) || fallbackIdentity.email;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
