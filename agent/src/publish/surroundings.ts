import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { branchesWith, commitsBeyond, localBranches, remoteBranches } from './branches.ts';
import { currentBranch } from './current-branch.ts';
import type { PushTarget } from './reach-remote.ts';

const mostBases = 100;
const ownBranches = 'errata/';

/** The branches around a commit that is to be published. */
export interface Surroundings {
  /** What it could be merged into, the likeliest first. */
  readonly bases: readonly string[];
  /** Names that are no longer free. */
  readonly taken: ReadonlySet<string>;
  /** What a person should know besides. */
  readonly notes: readonly string[];
}

/** @param usual the branch that the forge would take, where it says so */
export function surroundingsOf(
  repository: Repository,
  place: { remote: PushTarget | undefined; commit: string; usual?: string | undefined },
  signal?: AbortSignal,
): Promise<Surroundings> {
  const { remote } = place;
  return remote === undefined
    ? withoutRemote(repository, signal)
    : withRemote(repository, { ...place, remote }, signal);
}

async function withRemote(
  repository: Repository,
  place: { remote: PushTarget; commit: string; usual?: string | undefined },
  signal?: AbortSignal,
): Promise<Surroundings> {
  const { commit, remote: target } = place;
  const remote = target.name;
  const [{ names, standard, asked }, having, current, local] = await Promise.all([
    remoteBranches(repository, target, signal),
    branchesWith(repository, remote, commit, signal),
    currentBranch(repository, signal),
    localBranches(repository, signal),
  ]);
  const usual = place.usual ?? standard ?? ['main', 'master'].find(name => names.has(name));
  // On a branch that has the commit already, the pull request is the fix alone.
  const best = [usual, current].find(name => name !== undefined && having.includes(name));
  const order = [best, ...having, usual, ...[...names].sort()];
  const bases = [...new Set(order)].flatMap(name =>
    name !== undefined && names.has(name) && !name.startsWith(ownBranches) ? [name] : [],
  );
  const [branch = ''] = bases;
  const more = await commitsBeyond(repository, { remote, branch, commit }, signal);
  const notes = [
    ...(asked ? [] : [t('{0} does not answer: its branches are those that were fetched last.', remote)]),
    ...(more === 0
      ? []
      : [
          more === 1
            ? t('A commit of yours that {0} does not have yet will go along.', branch)
            : t('{0} commits of yours that {1} does not have yet will go along.', more, branch),
        ]),
  ];
  return { bases: bases.slice(0, mostBases), taken: new Set([...names, ...local]), notes };
}

async function withoutRemote(repository: Repository, signal?: AbortSignal): Promise<Surroundings> {
  const [local, current] = await Promise.all([
    localBranches(repository, signal),
    currentBranch(repository, signal),
  ]);
  const bases = [...new Set([current, ...local])].flatMap(name =>
    name !== undefined && local.includes(name) && !name.startsWith(ownBranches) ? [name] : [],
  );
  return { bases: bases.slice(0, mostBases), taken: new Set(local), notes: [] };
}
