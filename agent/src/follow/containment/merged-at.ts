import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Repository } from '../../git/repository.ts';
import { branchPatches } from './fix-patches.ts';
import { fileHistory } from './history.ts';
import { patchIds } from './patches.ts';

type Merge = NonNullable<SeenPullRequest['merge']>;

const mostLooked = 5000;

/**
 * The commit by which a base came to hold a branch: a merge of it, the same commits, or commits with the same changes. Nothing where
 * it does not. All commits are here. Throws `GitError`.
 */
export async function mergedAt(
  repository: Repository,
  { base, head, commits }: { base: string; head: string; commits: readonly string[] },
  signal?: AbortSignal,
): Promise<Merge | undefined> {
  const ours = commits.at(-1);
  // Somebody may have pushed on after it was merged; what is ours has to be there in any case.
  const inBase = async (commit: string) => repository.isAncestor(commit, base, signal);
  if (await inBase(head))
    return described(repository, await byAncestry(repository, base, head, signal), signal);
  const found = await byPatch(repository, { base, head }, signal);
  if (found !== undefined) return described(repository, found, signal);
  const known = ours === undefined ? undefined : await repository.resolve(ours, signal);
  if (known === undefined || !(await inBase(known))) return undefined;
  return described(repository, await byAncestry(repository, base, known, signal), signal);
}

interface Way {
  readonly commit: string;
  readonly how?: Merge['how'];
}

/** The first commit on the main line of the base that has the branch; the branch's own tip where the base was moved there. */
async function byAncestry(
  repository: Repository,
  base: string,
  head: string,
  signal?: AbortSignal,
): Promise<Way> {
  const list = async (...args: string[]) =>
    (await repository.run(['rev-list', ...args, '--end-of-options', base, `^${head}`], { signal }))
      .split('\n')
      .filter(Boolean);
  const after = new Set(await list('--ancestry-path'));
  const line = (await list('--first-parent', '--parents', `--max-count=${mostLooked}`)).map(each =>
    each.split(' '),
  );
  const first = line.findLast(([commit = '']) => after.has(commit));
  if (first === undefined || first[1] === head) return { commit: head };
  return { commit: first[0] ?? head, how: 'merge' };
}

/** The commit after which the base has all that the branch changed: in one commit, or in as many as the branch has. */
async function byPatch(
  repository: Repository,
  { base, head }: { base: string; head: string },
  signal?: AbortSignal,
): Promise<Way | undefined> {
  const args = ['merge-base', '--end-of-options', base, head];
  const fork = (await repository.run(args, { accept: [0, 1], signal })).trim();
  if (fork === '' || fork === head) return undefined;
  const { parts, partIds, wholeIds, pathSets } = await branchPatches(repository, { tip: head, fork }, signal);
  if (parts.length === 0) return undefined;
  const paths = [...new Set(pathSets.flat())];
  const history = await fileHistory(repository, { from: fork, to: base, paths, signal });
  const changes = history.commits.map(({ commit }) => ({ commit }));
  const ids = await patchIds(repository, changes, { signal });
  const left = new Set(partIds.map(({ patch }) => patch));
  for (const { commit } of changes) {
    const id = ids.get(commit);
    if (id === undefined) continue;
    if (wholeIds.some(({ patch }) => patch === id)) return { commit, how: 'squash' };
    left.delete(id);
    if (left.size === 0) return { commit, how: 'rebase' };
  }
  return undefined;
}

async function described(repository: Repository, { commit, how }: Way, signal?: AbortSignal): Promise<Merge> {
  const args = ['log', '--no-walk', '--format=%cI%x1f%cN', '--end-of-options', commit];
  const [date = '', by = ''] = (await repository.run(args, { signal })).trimEnd().split('\x1f');
  const at = new Date(date);
  return {
    commit,
    ...(how === undefined ? {} : { how }),
    ...(by === '' ? {} : { by: by.slice(0, 300) }),
    ...(Number.isNaN(at.getTime()) ? {} : { at: at.toISOString() }),
  };
}
