import type { ContainmentQuestion } from '@errata/protocol/deployment';
import type { Repository } from '../../git/repository.ts';
import { type Change, changedPaths, patchIds } from './patches.ts';

/** A fix as git knows it again elsewhere. */
export interface FixPatches {
  /** Where its branch began: what is older cannot hold it. */
  readonly fork: string;
  /** The commits of its branch that changed something, oldest first. */
  readonly parts: readonly string[];
  /** What each of them changed, and how that would be taken back. */
  readonly partIds: readonly PatchPair[];
  /** The same of the branch as one change: of its tip, and as it was merged. */
  readonly wholeIds: readonly PatchPair[];
  /** Sets of files that any of these changed. */
  readonly pathSets: readonly (readonly string[])[];
}

export interface PatchPair {
  readonly patch: string | undefined;
  readonly inverse: string | undefined;
}

const mostParts = 200;

/** Nothing where the commits of the fix are not all here, or have no beginning. Throws `GitError`. */
export async function fixPatches(
  repository: Repository,
  fix: Pick<ContainmentQuestion['fix'], 'merge' | 'head' | 'commits'>,
  signal?: AbortSignal,
): Promise<FixPatches | undefined> {
  const [, before, ...others] = await named(repository, fix.merge, signal);
  if (before === undefined) return undefined;
  const isMerge = others.length > 0;
  const hasHead = (await repository.resolve(fix.head, signal)) !== undefined;
  const tip = hasHead ? fix.head : fix.merge;
  const fork = hasHead ? await forkOf(repository, { ...fix, before, isMerge }, signal) : before;
  if (fork === undefined) return undefined;
  const patches = await branchPatches(repository, { tip, fork }, signal);
  const { parts } = patches;
  // What a rebase ended in is the last part alone.
  if (parts.length > 1 && !isMerge && (await sameAuthoring(repository, fix.merge, tip, signal)))
    return patches;
  const merged = await wholePatch(repository, { commit: fix.merge, from: before }, signal);
  return {
    ...patches,
    wholeIds: [...patches.wholeIds, merged.ids],
    pathSets: [...patches.pathSets, merged.paths],
  };
}

/** What a branch changed, commit by commit and as a whole. */
export async function branchPatches(
  repository: Repository,
  { tip, fork }: { tip: string; fork: string },
  signal?: AbortSignal,
): Promise<FixPatches> {
  const args = ['rev-list', '--no-merges', '--topo-order', '--reverse', `--max-count=${mostParts}`];
  const listed = await repository.run([...args, '--end-of-options', tip, `^${fork}`], { signal });
  const changes = listed
    .split('\n')
    .filter(Boolean)
    .map(commit => ({ commit }));
  const known = await pairs(repository, changes, signal);
  const parts = [...known].filter(([, { patch }]) => patch !== undefined);
  const paths = await changedPaths(repository, changes, signal);
  const whole = await wholePatch(repository, { commit: tip, from: fork }, signal);
  return {
    fork,
    parts: parts.map(([commit]) => commit),
    partIds: parts.map(([, ids]) => ids),
    wholeIds: [whole.ids],
    pathSets: [whole.paths, ...paths.values()].filter(each => each.length > 0),
  };
}

async function wholePatch(
  repository: Repository,
  change: Change,
  signal?: AbortSignal,
): Promise<{ ids: PatchPair; paths: string[] }> {
  const ids = (await pairs(repository, [change], signal)).get(change.commit) ?? nothing;
  const paths = (await changedPaths(repository, [change], signal)).get(change.commit) ?? [];
  return { ids, paths };
}

const nothing: PatchPair = { patch: undefined, inverse: undefined };

async function pairs(
  repository: Repository,
  changes: readonly Change[],
  signal?: AbortSignal,
): Promise<Map<string, PatchPair>> {
  const patches = await patchIds(repository, changes, { signal });
  const inverses = await patchIds(repository, changes, { reverse: true, signal });
  return new Map(
    changes.map(({ commit }) => [commit, { patch: patches.get(commit), inverse: inverses.get(commit) }]),
  );
}

async function forkOf(
  repository: Repository,
  fix: { merge: string; head: string; commits: readonly string[]; before: string; isMerge: boolean },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { merge, head, commits, before, isMerge } = fix;
  if (isMerge || !(await repository.isAncestor(head, merge, signal))) {
    const args = ['merge-base', '--end-of-options', head, before];
    return (await repository.run(args, { accept: [0, 1], signal })).trim() || undefined;
  }
  // The base was moved forward to the branch: nothing but our own commits says where that began.
  const first = (await repository.resolveAll(commits, signal)).find(commit => commit !== undefined);
  const ours = first !== undefined && (await repository.isAncestor(first, head, signal)) ? first : head;
  return (await named(repository, ours, signal))[1];
}

/** A rebase keeps who wrote a commit, when, and what they said of it; a squash is a new one. */
async function sameAuthoring(
  repository: Repository,
  a: string,
  b: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const args = ['log', '--no-walk=unsorted', '--format=%at %ae %s', '--end-of-options', a, b];
  const [ours, theirs] = (await repository.run(args, { signal })).split('\n');
  return ours === theirs;
}

/** A commit with its parents. */
async function named(repository: Repository, commit: string, signal?: AbortSignal): Promise<string[]> {
  const args = ['rev-list', '--parents', '--max-count=1', '--end-of-options', commit];
  return (await repository.run(args, { signal })).trim().split(' ');
}
