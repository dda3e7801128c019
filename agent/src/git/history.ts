import { type Hunk, parseHunks } from './diff.ts';
import { type Walked, walkHistory } from './history-walk.ts';
import type { Repository } from './repository.ts';

/** What a commit says about itself; names through the mailmap. */
export interface CommitInfo {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  /** Author date, ISO 8601 with its offset. */
  readonly date: string;
  readonly subject: string;
}

/** A commit that changed a range of lines, with what it did to them. */
export interface RangeChange extends CommitInfo {
  readonly hunks: readonly Hunk[];
}

const mostNew = 100_000;

// Records begin with a byte that no message can hold.
export const format = '--format=%x00%H%x1f%P%x1f%aN%x1f%aE%x1f%aI%x1f%s%x1f';

/** Reads one record of `format`. */
export function parseInfo(record: string): CommitInfo & { readonly rest: string } {
  const [commit = '', parents = '', author = '', email = '', date = '', subject = '', ...rest] =
    record.split('\x1f');
  return {
    commit,
    parents: parents.split(' ').filter(Boolean),
    author,
    email,
    date: date.replace(/Z$/, '+00:00'),
    subject,
    rest: rest.join('\x1f'),
  };
}

/** Metadata of commits (full object names), by name. Throws `GitError`. */
export async function commitInfos(
  repository: Repository,
  commits: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, CommitInfo>> {
  if (commits.length === 0) return new Map();
  const input = `${commits.join('\n')}\n`;
  const args = ['log', '--no-walk=unsorted', '--stdin', format];
  const { text: said } = await repository.recall(args, { input, signal });
  const infos = said.split('\0').slice(1).map(parseInfo);
  return new Map(infos.map(({ rest: _, ...info }) => [info.commit, info]));
}

/** The commits that `to` has and `from` has not, at most so many of the newest. */
export async function newCommits(
  repository: Repository,
  { from, to, signal }: { from: string; to: string; signal?: AbortSignal | undefined },
): Promise<Set<string>> {
  const args = ['rev-list', `--max-count=${mostNew}`, '--end-of-options', `${from}..${to}`];
  return new Set((await repository.recall(args, { signal })).text.split('\n').filter(Boolean));
}

/** The commits that changed a range of lines, newest first, as far as that is found in time: also those that only deleted. */
export async function rangeHistory(
  repository: Repository,
  request: {
    commit: string;
    file: string;
    range: readonly [from: number, to: number];
    most: number;
    milliseconds: number;
    signal?: AbortSignal | undefined;
  },
): Promise<RangeChange[]> {
  // A name that is not UTF-8 cannot be given to git as it is.
  if (request.file.includes('\ufffd')) return [];
  // `-L` takes its file after a colon, to the end of the argument.
  const range = `-L${request.range[0]},${request.range[1]}:${request.file}`;
  const form = ['--no-ext-diff', '--no-textconv', '--no-color', '-U0'];
  const args = [...form, format, `--max-count=${request.most}`, range, '--end-of-options', request.commit];
  return changesOf(await walkHistory(repository, args, request));
}

/** The commits after which files held a name more often or less often than before, newest first. */
export async function nameHistory(
  repository: Repository,
  request: {
    commit: string;
    files: readonly string[];
    /** An identifier. */
    name: string;
    most: number;
    milliseconds: number;
    signal?: AbortSignal | undefined;
  },
): Promise<RangeChange[]> {
  const { commit, files, name, most } = request;
  const form = ['--no-ext-diff', '--no-textconv', '--no-color', '--patch', '-U0'];
  const args = [
    ...form,
    format,
    `--max-count=${most}`,
    '--pickaxe-regex',
    `-S(^|[^_[:alnum:]])${name.replace(/\W/gu, '\\$&')}([^_[:alnum:]]|$)`,
    '--end-of-options',
    commit,
    '--',
    ...files,
  ];
  return changesOf(await walkHistory(repository, args, request));
}

function changesOf({ text, whole }: Walked): RangeChange[] {
  // What was said last when the walk was stopped may be cut.
  return text
    .split('\0')
    .slice(1, whole ? undefined : -1)
    .map(record => {
      const { rest, ...info } = parseInfo(record);
      return { ...info, hunks: parseHunks(rest) };
    });
}

/** Files renamed between two commits (full object names): name in `from` → name in `to`. One comparison, then step by step through history. */
export async function renames(
  repository: Repository,
  request: { from: string; to: string; signal?: AbortSignal | undefined },
): Promise<Map<string, string>> {
  const { from, to, signal } = request;
  const steps = await renameSteps(repository, { range: [`${from}..${to}`], most: 5000, signal });
  const current = new Map<string, string>();
  const origin = new Map<string, string>();
  for (const [before, after] of steps) {
    const first = origin.get(before) ?? before;
    origin.delete(before);
    origin.set(after, first);
    current.set(first, after);
  }
  const args = ['diff-tree', '-r', '-z', '-M', '--diff-filter=R', '--name-status', '--end-of-options'];
  const direct = parseRenames((await repository.recall([...args, from, to], { signal })).text);
  // A direct likeness of the two ends says more than a chain of them.
  for (const [before, after] of direct) current.set(before, after);
  return current;
}

/** The renames that history recorded, oldest first. Ranges are made of full object names. */
export async function renameSteps(
  repository: Repository,
  request: { range: readonly string[]; most: number; signal?: AbortSignal | undefined },
): Promise<[before: string, after: string][]> {
  const form = ['-M', '-z', '--diff-filter=R', '--name-status', '--format='];
  const args = ['log', ...form, `--max-count=${request.most}`, '--reverse', '--end-of-options'];
  const { signal } = request;
  return parseRenames((await repository.recall([...args, ...request.range], { signal })).text);
}

function parseRenames(text: string): [string, string][] {
  const fields = text.split('\0');
  const pairs: [string, string][] = [];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    // `log` parts its (empty) records with a further NUL.
    while (fields[index]?.trim() === '' && index + 2 < fields.length) index++;
    const [, before, after] = fields.slice(index, index + 3);
    if (before && after) pairs.push([before, after]);
  }
  return pairs;
}
