import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';

/** What a `git commit` and a `git push` by hand would have run. */
const names = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'pre-push'];

/**
 * Says which hooks of a person or a repository do not run. They look at the working folder, which is not what is pushed, and a
 * commit that they change would be none of those that were proven.
 */
export async function hooksNote(repository: Repository, signal?: AbortSignal): Promise<string[]> {
  const folder = await hooksFolder(repository, signal);
  const runs = (name: string) =>
    access(join(folder, name), constants.X_OK).then(
      () => [name],
      () => [],
    );
  const found = (await Promise.all(names.map(runs))).flat();
  if (found.length === 0) return [];
  return [
    t(
      'Hooks of yours do not run ({0}): they look at the working folder, which is not what is pushed.',
      found.join(', '),
    ),
  ];
}

async function hooksFolder(repository: Repository, signal?: AbortSignal): Promise<string> {
  // Our own setting, which keeps hooks from running, is among the answers.
  const args = ['config', '--null', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'];
  const words = (await repository.run(args, { accept: [0, 1], signal })).split('\0');
  const set = words.filter((_, at) => at % 2 === 1 && words[at - 1] !== 'command').at(-1);
  return set === undefined ? join(repository.gitFolder, 'hooks') : resolve(repository.root, set);
}
