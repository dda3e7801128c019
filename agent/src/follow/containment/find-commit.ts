import { GitError } from '../../git/git-error.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { resolveRelease } from '../../locate/release.ts';
import { likelyTags, matchingTags, objectNames } from '../../locate/release-names.ts';
import { versionRange } from '../../locate/release-version.ts';
import { bringObjects, type GitRemote, type RemoteRef, remoteRefs } from '../bring-objects.ts';

const mostBranches = 200;

/** Where commits are looked for: a repository, and the remote that has what is not here. */
export interface Source {
  readonly repository: Repository;
  /** Nothing where there is none. */
  readonly remote: GitRemote | undefined;
  /** The branch that everything is merged into. */
  readonly base: string;
}

/** The commit of this name, full or shortened, brought here if need be. Throws `GitError`. */
export async function findCommit(
  source: Source,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const known = await here(source, name, signal);
  if (known !== undefined || source.remote === undefined) return known;
  const { repository, remote, base } = source;
  const isWhole = name.length === 40 || name.length === 64;
  if (isWhole && (await bringObjects(repository, remote, [name], signal))) return here(source, name, signal);
  const refs = await remoteRefs(repository, remote, ['refs/heads/*', 'refs/tags/*'], signal);
  const tip = refs.find(({ commit }) => commit.startsWith(name));
  if (tip !== undefined) return broughtBy(source, tip, name, signal);
  await bringObjects(repository, remote, [`refs/heads/${base}`], signal);
  const onBase = await here(source, name, signal);
  if (onBase !== undefined) return onBase;
  const branches = refs.filter(({ name: ref }) => ref.startsWith('refs/heads/')).slice(0, mostBranches);
  await bringObjects(
    repository,
    remote,
    branches.map(({ name: ref }) => ref),
    signal,
  );
  return here(source, name, signal);
}

/**
 * The commits that a version may have been made of, as few as that can be narrowed down to: one for a tag; the first and the last
 * that called themselves so in a manifest; none where it is not known. Throws `GitError`.
 */
export async function findVersion(source: Source, version: string, signal?: AbortSignal): Promise<string[]> {
  const { repository, remote, base } = source;
  const tagged = await resolveRelease(repository, version, signal);
  if (tagged !== undefined) return [tagged];
  for (const name of objectNames(version).filter(each => /[a-f]/.test(each))) {
    const commit = await findCommit(source, name, signal);
    if (commit !== undefined) return [commit];
  }
  if (remote !== undefined) {
    const refs = await remoteRefs(repository, remote, ['refs/tags/*'], signal);
    const tag = tagOf(refs, version);
    const commit = tag && (await broughtBy(source, tag, tag.commit, signal));
    if (commit !== undefined) return [commit];
    await bringObjects(repository, remote, [`refs/heads/${base}`], signal);
  }
  const tip = await baseTip(source, signal);
  if (tip === undefined) return [];
  const tree = new SourceTree(repository, tip);
  try {
    const range = await versionRange(repository, tree, version, signal);
    if (range === undefined) return [];
    return range.setIsRelease ? [range.set] : [range.set, range.last];
  } finally {
    await tree.dispose();
  }
}

/** The tip of the base as the remote has it. */
async function baseTip(
  { repository, remote, base }: Source,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const ref = `refs/heads/${base}`;
  if (remote === undefined) return repository.resolve(ref, signal);
  const refs = await remoteRefs(repository, remote, [ref], signal);
  const tip = refs.find(({ name }) => name === ref)?.commit;
  return tip === undefined ? undefined : repository.resolve(tip, signal);
}

/** The tag that a version means; none where several fit and say different things. */
function tagOf(refs: readonly RemoteRef[], version: string): RemoteRef | undefined {
  const byName = new Map(refs.map(ref => [ref.name, ref]));
  for (const likely of likelyTags(version)) {
    const found = byName.get(likely);
    if (found !== undefined) return found;
  }
  const names = refs.map(({ name }) => name.slice('refs/tags/'.length));
  const matching = matchingTags(names, version).flatMap(name => byName.get(`refs/tags/${name}`) ?? []);
  const commits = new Set(matching.map(({ commit }) => commit));
  return commits.size === 1 ? matching[0] : undefined;
}

async function broughtBy(
  source: Source,
  { name: ref, commit }: RemoteRef,
  wanted: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { repository, remote } = source;
  if (remote !== undefined && (await here(source, commit, signal)) === undefined)
    await bringObjects(repository, remote, [ref], signal);
  return here(source, wanted, signal);
}

/** A branch may be called like the beginning of a commit's name; it is not meant. */
async function here({ repository }: Source, name: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const found = await repository.resolve(name, signal);
    return found?.startsWith(name) ? found : undefined;
  } catch (error) {
    if (GitError.is(error, 'cancelled')) throw error;
    return undefined;
  }
}
