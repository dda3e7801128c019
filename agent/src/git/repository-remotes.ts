import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { type RemoteAliases, type RemoteName, remoteName } from './remotes.ts';
import type { Repository } from './repository.ts';
import { sshHosts } from './ssh-hosts.ts';

/** The remotes of a repository by the names that they have in common with other addresses of the same place. */
export interface RepositoryRemotes {
  readonly names: readonly RemoteName[];
  /** What the settings of this repository and person make of addresses. */
  readonly aliases: RemoteAliases;
}

const known = new WeakMap<Repository, Promise<RepositoryRemotes>>();

/** Reads them once for a repository that is open. `sshConfig` is a file, the person's own without that. Throws `GitError`. */
export function remotesOf(
  repository: Repository,
  sshConfig = path.join(homedir(), '.ssh', 'config'),
): Promise<RepositoryRemotes> {
  let remotes = known.get(repository);
  if (remotes === undefined) {
    remotes = read(repository, sshConfig);
    known.set(repository, remotes);
    remotes.catch(() => known.delete(repository));
  }
  return remotes;
}

async function read(repository: Repository, sshConfig: string): Promise<RepositoryRemotes> {
  const pattern = '^(remote\\..*\\.(url|pushurl)|url\\..*\\.insteadof)$';
  const [said, ssh] = await Promise.all([
    repository.run(['config', '--null', '--get-regexp', pattern], { accept: [0, 1] }),
    // Who has no such file has no aliases.
    readFile(sshConfig, 'utf8').catch(() => ''),
  ]);
  const entries = said.split('\0').flatMap(entry => {
    const end = entry.indexOf('\n');
    return end === -1 ? [] : [{ key: entry.slice(0, end), value: entry.slice(end + 1) }];
  });
  const replaced = entries
    .filter(({ key }) => key.startsWith('url.'))
    .map(({ key, value }) => ({ base: key.slice('url.'.length, -'.insteadof'.length), beginning: value }))
    .sort((a, b) => b.beginning.length - a.beginning.length);
  const expanded = (url: string) => {
    const found = replaced.find(({ beginning }) => beginning !== '' && url.startsWith(beginning));
    return found === undefined ? url : found.base + url.slice(found.beginning.length);
  };
  const aliases = { expanded, sshHost: sshHosts(ssh) };
  const names = entries
    .filter(({ key }) => key.startsWith('remote.'))
    .flatMap(({ value }) => remoteName(value, aliases) ?? []);
  return { names, aliases };
}
