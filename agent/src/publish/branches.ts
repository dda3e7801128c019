import type { Repository } from '../git/repository.ts';
import { type PushTarget, reachRemote } from './reach-remote.ts';

/** The branches of a remote, as it tells them, or as they were known here when it does not answer. */
export interface RemoteBranches {
  readonly names: ReadonlySet<string>;
  /** The one that is checked out by who clones it. */
  readonly standard: string | undefined;
  /** False when the remote did not answer. */
  readonly asked: boolean;
}

const askMilliseconds = 15_000;

export async function remoteBranches(
  repository: Repository,
  remote: PushTarget,
  signal?: AbortSignal,
): Promise<RemoteBranches> {
  const limit = AbortSignal.timeout(askMilliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  const args = ['ls-remote', '--symref', '--', remote.address, 'HEAD', 'refs/heads/*'];
  const said = await reachRemote(repository, remote, args, bounded).catch(() => undefined);
  signal?.throwIfAborted();
  if (said === undefined) return trackedBranches(repository, remote.name, signal);
  const lines = said.split('\n');
  const [, standard] = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(said) ?? [];
  const names = lines.flatMap(line => /^[0-9a-f]+\trefs\/heads\/(.+)$/.exec(line)?.[1] ?? []);
  return { names: new Set(names), standard, asked: true };
}

async function trackedBranches(
  repository: Repository,
  remote: string,
  signal?: AbortSignal,
): Promise<RemoteBranches> {
  const { names, standard } = await tracked(repository, remote, [], signal);
  return { names: new Set(names), standard, asked: false };
}

/** The branches of a remote that a commit is on, as far as is known here; the most recently changed come first. */
export async function branchesWith(
  repository: Repository,
  remote: string,
  commit: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const args = ['--sort=-committerdate', `--contains=${commit}`];
  return (await tracked(repository, remote, args, signal)).names;
}

/** How many commits up to this one a branch of the remote does not have yet, as far as is known here. */
export async function commitsBeyond(
  repository: Repository,
  place: { remote: string; branch: string; commit: string },
  signal?: AbortSignal,
): Promise<number> {
  const known = await repository.resolve(`refs/remotes/${place.remote}/${place.branch}`, signal);
  if (known === undefined) return 0;
  const args = ['rev-list', '--count', place.commit, `^${known}`];
  return Number(await repository.run(args, { signal }));
}

/** The branches of this repository itself. */
export async function localBranches(repository: Repository, signal?: AbortSignal): Promise<string[]> {
  const said = await repository.run(['for-each-ref', '--format=%(refname)', 'refs/heads/'], { signal });
  return said.split('\n').flatMap(line => (line === '' ? [] : [line.slice('refs/heads/'.length)]));
}

/** What was fetched of a remote's branches. */
async function tracked(
  repository: Repository,
  remote: string,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<{ names: string[]; standard: string | undefined }> {
  const prefix = `refs/remotes/${remote}/`;
  const args = ['for-each-ref', ...wanted, '--format=%(refname)%00%(symref)', prefix];
  const refs = (await repository.run(args, { signal })).split('\n').map(line => line.split('\0'));
  const head = refs.find(([name]) => name === `${prefix}HEAD`)?.[1];
  return {
    names: refs.flatMap(([name = '', symref]) =>
      name.startsWith(prefix) && !symref ? [name.slice(prefix.length)] : [],
    ),
    standard: head?.startsWith(prefix) ? head.slice(prefix.length) : undefined,
  };
}
