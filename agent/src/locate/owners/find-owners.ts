import type { Location, Owner } from '@errata/protocol/diagnosis';
import type { Responsibility } from '@errata/protocol/responsibility';
import { blame } from '../../git/blame.ts';
import { splitLines } from '../../git/diff.ts';
import { fileHistories } from '../../git/file-histories.ts';
import { ignoredRevisions } from '../../git/ignored-revisions.ts';
import type { LastActive } from '../../git/last-active.ts';
import type { Repository } from '../../git/repository.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { timeLimit } from '../../git/time-limit.ts';
import { enclosingRange } from '../enclosing.ts';
import { holdsNoCode } from '../formatting.ts';
import { Versions } from '../versions.ts';
import { codeOwners } from './code-owners.ts';
import { type FunctionBlame, rankOwners } from './rank-owners.ts';
import { responsibilities } from './responsibility.ts';

export interface FindOwnersRequest {
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  /** Best first. */
  readonly locations: readonly Pick<Location, 'file' | 'line'>[];
  /** Who made the last commits, as far as that is known. */
  readonly active: LastActive | undefined;
  /** Which lines the locations count: those of the working copy (default) or of HEAD. */
  readonly now?: 'working-copy' | 'head' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Ownership {
  /** Of the first location, the one to ask first. */
  readonly owners: Owner[];
  /** Of the files of the first locations, in their order. */
  readonly responsibility: Responsibility[];
}

const noBlame: FunctionBlame = { lines: [], of: 0 };
const mostFiles = 5;
const mostCommits = 500;
/** What is known of the history by then has to do. */
const milliseconds = 700;
const blameMilliseconds = 800;
/** Lines of a function, before and behind the location, that are blamed. */
const farthest = 200;

/**
 * People responsible for locations, through the mailmap: code owners, who wrote the function around the first location,
 * and who lately worked on its file; and who answers for each file. Throws `GitError`.
 */
export async function findOwners(request: FindOwnersRequest): Promise<Ownership> {
  const { repository, tree, locations, active, signal } = request;
  const [first] = locations;
  if (first === undefined) return { owners: [], responsibility: [] };
  const tracked = await tree.objects();
  const files = [...new Set(locations.map(({ file }) => file))].slice(0, mostFiles);
  const { commit } = tree;
  const [rules, histories, written] = await Promise.all([
    codeOwners(repository, tree),
    fileHistories(repository, {
      commit,
      files: files.filter(file => tracked.has(file)),
      most: mostCommits,
      milliseconds,
      signal,
    }),
    tracked.has(first.file) ? functionBlame(request, first) : noBlame,
  ]);
  return {
    owners: rankOwners({
      file: first.file,
      rules,
      written,
      commits: histories.changes.get(first.file) ?? [],
      active,
    }),
    responsibility: responsibilities(histories, rules),
  };
}

/** Blame of the code lines of the function around a location, at HEAD; fewer than the function has when time was over. */
async function functionBlame(
  request: FindOwnersRequest,
  location: Pick<Location, 'file' | 'line'>,
): Promise<FunctionBlame> {
  const { repository, tree, signal } = request;
  const text = await tree.read(location.file);
  if (text === undefined || text === '') return noBlame;
  // Blame counts the lines of HEAD.
  const versions = new Versions({ ...request, releaseTree: tree });
  const line = (await versions.toRelease(location.file, location.line))?.line ?? location.line;
  const [start, end] = await enclosingRange(location.file, text, line);
  const [from, to] = [Math.max(start, line - farthest), Math.min(end, line + farthest)];
  const ignoreRevs = await ignoredRevisions(repository, tree, signal);
  const enough = timeLimit(blameMilliseconds);
  const wanted = { commit: tree.commit, file: location.file, ranges: [[from, to]] as const };
  const blamed = await blame(repository, { ...wanted, ignoreRevs, enough, signal });
  // Where a shallow clone was cut, nobody knows who wrote what.
  const lines = repository.isShallow() ? blamed.filter(each => !each.boundary) : blamed;
  const code = splitLines(text)
    .slice(from - 1, to)
    .filter(each => !holdsNoCode(each));
  return code.length === 0
    ? { lines, of: lines.length }
    : { lines: lines.filter(each => !holdsNoCode(each.text)), of: code.length };
}
