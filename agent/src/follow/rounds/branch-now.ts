import type { FileChange } from '@errata/protocol/proposal';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';

/** The branch of a pull request as it is now. */
export interface BranchNow {
  readonly tip: string;
  /** The commit of its base that it is made on. */
  readonly ground: string;
  /** What it changes there, as far as that is text. */
  readonly changes: readonly FileChange[];
  /** Files that commits of others have changed. */
  readonly foreign: ReadonlySet<string>;
  readonly commits: readonly BranchCommit[];
}

export interface BranchCommit {
  readonly commit: string;
  /** What its message says that it was made for: words of whoever could push. */
  readonly round: string;
  readonly candidate: string;
  readonly files: readonly string[];
}

export const roundTrailer = 'Errata-Round';
export const candidateTrailer = 'Errata-Candidate';

const mostCommits = 500;
const mostFiles = 200;

/** Reads it; nothing where it has nothing in common with its base. All commits are here. Throws `GitError`. */
export async function branchNow(
  repository: Repository,
  { tip, base, ours }: { tip: string; base: string; ours: readonly string[] },
  signal?: AbortSignal,
): Promise<BranchNow | undefined> {
  const args = ['merge-base', '--end-of-options', base, tip];
  const ground = (await repository.run(args, { accept: [0, 1], signal })).trim();
  if (ground === '') return undefined;
  const commits = await commitsOf(repository, ground, tip, signal);
  const known = new Set(ours);
  const foreign = commits.filter(({ commit }) => !known.has(commit)).flatMap(({ files }) => files);
  return {
    ...{ tip, ground, commits },
    changes: await changesOf(repository, ground, tip, signal),
    foreign: new Set(foreign),
  };
}

async function commitsOf(
  repository: Repository,
  ground: string,
  tip: string,
  signal?: AbortSignal,
): Promise<BranchCommit[]> {
  const trailer = (key: string) => `%(trailers:key=${key},valueonly,separator=%x20)`;
  const format = `--format=%x01%H%x1f${trailer(roundTrailer)}%x1f${trailer(candidateTrailer)}%x1f`;
  const form = [format, '--name-only', '-z', '--no-renames', '--no-merges', `--max-count=${mostCommits}`];
  const said = await repository.run(['log', ...form, '--end-of-options', tip, `^${ground}`], { signal });
  return said
    .split('\x01')
    .slice(1)
    .map(record => {
      const [commit = '', round = '', candidate = '', files = ''] = record.split('\x1f');
      const names = files.split('\0').map(name => name.replace(/^\n/, ''));
      return { commit, round: round.trim(), candidate: candidate.trim(), files: names.filter(Boolean) };
    });
}

/** Links, submodules and what is no text stay as they are on the branch; no sandbox sees them. */
async function changesOf(
  repository: Repository,
  ground: string,
  tip: string,
  signal?: AbortSignal,
): Promise<FileChange[]> {
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--end-of-options', ground, tip];
  const paths = (await repository.run(args, { signal })).split('\0').filter(Boolean).slice(0, mostFiles);
  const [before, after] = [new SourceTree(repository, ground), new SourceTree(repository, tip)];
  try {
    const changes: FileChange[] = [];
    for (const path of paths) {
      const sides = await Promise.all([textIn(before, path), textIn(after, path)]);
      if (sides.includes(undefined)) continue;
      const [old = null, now = null] = sides;
      if (old !== now) changes.push({ path, before: old, after: now });
    }
    return changes;
  } finally {
    await Promise.all([before.dispose(), after.dispose()]);
  }
}

/** `null` where there is no such file, undefined where it has no text. */
async function textIn(tree: SourceTree, path: string): Promise<string | null | undefined> {
  return (await tree.has(path)) ? tree.read(path) : null;
}

/** What the branch would change with these texts in place of those that are there now. */
export function withEdits(
  { changes }: Pick<BranchNow, 'changes'>,
  edits: readonly FileChange[],
): FileChange[] {
  const edited = new Map(edits.map(edit => [edit.path, edit]));
  const kept = changes.map(change => {
    const edit = edited.get(change.path);
    edited.delete(change.path);
    return edit === undefined ? change : { ...change, after: edit.after };
  });
  return [...kept, ...edited.values()].filter(({ before, after }) => before !== after);
}
