import { GitError } from './git-error.ts';
import type { Repository } from './repository.ts';
import { unquotePath } from './unquote.ts';

/** Who last changed one line. */
export interface BlameLine {
  /** Line in the blamed commit, from 1. */
  readonly line: number;
  readonly text: string;
  readonly commit: string;
  /** Where the line stood in `commit`. */
  readonly originalFile: string;
  readonly originalLine: number;
  readonly author: string;
  readonly email: string;
  /** Author date, ISO 8601 with its offset. */
  readonly date: string;
  readonly subject: string;
  /** History ends at `commit`: the first commit of all, or where a shallow clone was cut. */
  readonly boundary: boolean;
  /** The version before `commit`, when the file existed then. */
  readonly previous: { readonly commit: string; readonly file: string } | undefined;
}

export interface BlameRequest {
  readonly commit: string;
  readonly file: string;
  /** Inclusive line ranges, from 1. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Commits to look through (full object names that exist). */
  readonly ignoreRevs?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Blames line ranges, ignoring white space and following moved and copied lines. Ranges past the end are cut. */
export async function blame(repository: Repository, request: BlameRequest): Promise<BlameLine[]> {
  try {
    return await blameRanges(repository, request);
  } catch (error) {
    const lines = GitError.is(error, 'failed') ? /has only (\d+) lines?/.exec(error.message)?.[1] : undefined;
    if (lines === undefined) throw error;
    const ranges = request.ranges
      .filter(([from]) => from <= Number(lines))
      .map(([from, to]) => [from, Math.min(to, Number(lines))] as const);
    return blameRanges(repository, { ...request, ranges });
  }
}

async function blameRanges(repository: Repository, request: BlameRequest): Promise<BlameLine[]> {
  if (request.ranges.length === 0) return [];
  // `git blame` does not know --end-of-options, so nothing but an object name may stand there.
  if (!/^[0-9a-f]{40,64}$/.test(request.commit)) {
    throw new GitError('unknown-revision', 'A blame needs the full name of a commit.');
  }
  const args = ['blame', '--porcelain', '-w', '-M', '-C'];
  for (const [from, to] of request.ranges) args.push(`-L${from},${to}`);
  for (const revision of request.ignoreRevs ?? []) args.push('--ignore-rev', revision);
  args.push(request.commit, '--', request.file);
  return parseBlame(await repository.run(args, { signal: request.signal }));
}

/** Reads `git blame --porcelain`. */
export function parseBlame(text: string): BlameLine[] {
  const commits = new Map<string, Map<string, string>>();
  const lines: BlameLine[] = [];
  let commit = '';
  let originalLine = 0;
  let line = 0;
  for (const row of text.split('\n')) {
    if (row.startsWith('\t')) {
      lines.push(blameLine(row.slice(1), commit, originalLine, line, commits.get(commit) ?? new Map()));
      continue;
    }
    const header = /^([0-9a-f]{40,64}) (\d+) (\d+)(?: \d+)?$/.exec(row);
    if (header !== null) {
      commit = header[1] ?? '';
      originalLine = Number(header[2]);
      line = Number(header[3]);
      if (!commits.has(commit)) commits.set(commit, new Map());
      continue;
    }
    const space = row.indexOf(' ');
    const [key, value] = space < 0 ? [row, ''] : [row.slice(0, space), row.slice(space + 1)];
    if (key !== '') commits.get(commit)?.set(key, value);
  }
  return lines;
}

function blameLine(
  text: string,
  commit: string,
  originalLine: number,
  line: number,
  about: ReadonlyMap<string, string>,
): BlameLine {
  const previous = /^([0-9a-f]{40,64}) (.*)$/s.exec(about.get('previous') ?? '');
  return {
    line,
    text: text.replace(/\r$/, ''),
    commit,
    originalFile: unquotePath(about.get('filename') ?? ''),
    originalLine,
    author: about.get('author') ?? '',
    email: (about.get('author-mail') ?? '').replace(/^<|>$/g, ''),
    date: isoDate(Number(about.get('author-time') ?? 0), about.get('author-tz') ?? '+0000'),
    subject: about.get('summary') ?? '',
    boundary: about.has('boundary'),
    previous:
      previous === null ? undefined : { commit: previous[1] ?? '', file: unquotePath(previous[2] ?? '') },
  };
}

/** Seconds since 1970 and an offset such as `+0530` as ISO 8601 in that offset. */
function isoDate(seconds: number, offset: string): string {
  const parts = /^([+-])(\d\d)(\d\d)$/.exec(offset);
  const minutes = parts === null ? 0 : Number(parts[2]) * 60 + Number(parts[3]);
  const sign = parts?.[1] === '-' ? -1 : 1;
  const local = new Date((seconds + sign * minutes * 60) * 1000).toISOString().slice(0, 19);
  return `${local}${parts === null ? '+00:00' : `${parts[1]}${parts[2]}:${parts[3]}`}`;
}
