import type { ContainmentAnswer, ContainmentQuestion } from '@errata/protocol/deployment';
import { t } from '@vscode/l10n';
import type { Repository } from '../../git/repository.ts';
import { type FixPatches, fixPatches } from './fix-patches.ts';
import { type Effect, heldParts } from './held.ts';
import { type FileHistory, fileHistory } from './history.ts';
import { changedPaths, patchIds } from './patches.ts';
import { pickedIn, revertedIn } from './reverts.ts';

export type Found = Omit<ContainmentAnswer, 'by'>;

type Effects = ReadonlyMap<number, Effect>;

/**
 * Whether a commit holds a fix: by ancestry, or by the same change in its history, unless that was taken back again. Nothing where
 * this repository cannot say. All commits are here, by their full names. Throws `GitError`.
 */
export async function findFix(
  repository: Repository,
  fix: Pick<ContainmentQuestion['fix'], 'merge' | 'head' | 'commits'>,
  commit: string,
  signal?: AbortSignal,
): Promise<Found | undefined> {
  const patches = await fixPatches(repository, fix, signal);
  if (patches === undefined || patches.parts.length === 0) return undefined;
  const { fork, parts } = patches;
  const paths = [...new Set(patches.pathSets.flat())];
  const history = await fileHistory(repository, { from: fork, to: commit, paths, signal });
  const inside = await isInside(repository, fix, commit, signal);
  if (!history.whole && !inside) return undefined;
  const effects = await effectsOf(repository, { ...patches, ...fix }, history, signal);
  const held = heldParts(history.commits, effects, parts.length);
  const short = commit.slice(0, 10);
  if (held.includes('out'))
    return { contains: false, how: 'reverted', reason: t('{0} has it taken back again.', short) };
  if (inside) {
    const reason = t('{0} is in the history of {1}.', fix.merge.slice(0, 10), short);
    return { contains: true, how: 'ancestor', reason };
  }
  return held.every(each => each === 'in')
    ? { contains: true, how: 'patch', reason: t('The same change is in the history of {0}.', short) }
    : { contains: false, how: 'absent', reason: t('The history of {0} does not have the change.', short) };
}

async function isInside(
  repository: Repository,
  { merge, head }: { merge: string; head: string },
  commit: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (await repository.isAncestor(merge, commit, signal)) return true;
  const known = await repository.resolve(head, signal);
  return known !== undefined && repository.isAncestor(head, commit, signal);
}

/** What each commit of the history did to the parts of the fix, as far as it did anything. */
async function effectsOf(
  repository: Repository,
  fix: FixPatches & { merge: string; head: string },
  { commits }: FileHistory,
  signal?: AbortSignal,
): Promise<Map<string, Effects>> {
  const effects = new Map<string, Effects>(fix.parts.map((part, at) => [part, new Map([[at, 'in']])]));
  const all = (effect: Effect): Effects => new Map(fix.parts.map((_, at) => [at, effect]));
  for (const whole of [fix.head, fix.merge]) effects.set(whole, all('in'));
  const unknown = commits.filter(({ commit }) => !effects.has(commit)).map(({ commit }) => commit);
  const ids = await idsOfLike(repository, fix, unknown, signal);
  for (const { commit, message } of commits) {
    if (effects.has(commit)) continue;
    const named = (names: readonly string[]) => names.flatMap(name => [...(find(effects, name) ?? [])]);
    const back = named(revertedIn(message)).map(([at, effect]) => [at, opposite(effect)] as const);
    const done = new Map(back);
    const id = ids.get(commit);
    if (done.size === 0 && id !== undefined)
      for (const [at, effect] of byPatch(fix, id)) done.set(at, effect);
    if (done.size === 0) for (const [at, effect] of named(pickedIn(message))) done.set(at, effect);
    if (done.size > 0) effects.set(commit, done);
  }
  return effects;
}

/** The patches of those commits that changed the same files as the fix, or a part of it. */
async function idsOfLike(
  repository: Repository,
  { pathSets }: FixPatches,
  commits: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const wanted = new Set(pathSets.map(key));
  const changes = commits.map(commit => ({ commit }));
  const paths = await changedPaths(repository, changes, signal);
  const like = changes.filter(({ commit }) => wanted.has(key(paths.get(commit) ?? [])));
  return patchIds(repository, like, { signal });
}

function byPatch({ parts, partIds, wholeIds }: FixPatches, id: string): [number, Effect][] {
  const whole = (effect: Effect) => parts.map((_, at): [number, Effect] => [at, effect]);
  if (wholeIds.some(({ patch }) => patch === id)) return whole('in');
  if (wholeIds.some(({ inverse }) => inverse === id)) return whole('out');
  return partIds.flatMap(({ patch, inverse }, at): [number, Effect][] =>
    patch === id ? [[at, 'in']] : inverse === id ? [[at, 'out']] : [],
  );
}

function find(effects: ReadonlyMap<string, Effects>, name: string): Effects | undefined {
  const known = effects.get(name);
  if (known !== undefined || name.length >= 40) return known;
  for (const [commit, effect] of effects) if (commit.startsWith(name)) return effect;
  return undefined;
}

function opposite(effect: Effect): Effect {
  return effect === 'in' ? 'out' : 'in';
}

function key(paths: readonly string[]): string {
  return JSON.stringify([...paths].sort());
}
