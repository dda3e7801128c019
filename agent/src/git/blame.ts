import { fileText } from './file-text.ts';
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
  /** When this fires, what is known by then is given: the newest lines, since git goes back in time. */
  readonly enough?: AbortSignal | undefined;
  readonly urgent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Blames line ranges, ignoring white space and following moved and copied lines. Ranges past the end are cut. */
export async function blame(repository: Repository, request: BlameRequest): Promise<BlameLine[]> {
  try {
    return await blameRanges(repository, request);
  } catch (error) {
    // Whoever set `blame.ignoreRevsFile` for all repositories cannot blame in those that have no such file.
    if (GitError.is(error, 'failed') && /could not open object name list/.test(error.message)) {
      return blameRanges(repository, request, repository.ownSettings);
    }
    const lines = GitError.is(error, 'failed') ? /has only (\d+) lines?/.exec(error.message)?.[1] : undefined;
    if (lines === undefined) throw error;
    const ranges = request.ranges
      .filter(([from]) => from <= Number(lines))
      .map(([from, to]) => [from, Math.min(to, Number(lines))] as const);
    return blameRanges(repository, { ...request, ranges });
  }
}

async function blameRanges(
  repository: Repository,
  request: BlameRequest,
  env: Readonly<Record<string, string>> = {},
): Promise<BlameLine[]> {
  const { commit, file, signal, enough, urgent } = request;
  // A name that is not UTF-8 cannot be given to git as it is.
  if (request.ranges.length === 0 || file.includes('\ufffd')) return [];
  // `git blame` does not know --end-of-options, so nothing but an object name may stand there.
  if (!/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new GitError('unknown-revision', 'A blame needs the full name of a commit.');
  }
  const args = ['blame', '--incremental', '--no-textconv', '--ignore-revs-file=', '-w', '-M', '-C'];
  for (const [from, to] of request.ranges) args.push(`-L${from},${to}`);
  for (const revision of request.ignoreRevs ?? []) args.push('--ignore-rev', revision);
  args.push(commit, '--', file);
  const { text, cut } = await repository.recall(args, { env, signal, enough, urgent });
  const blob = (await repository.objects.read(`${commit}:${file}`, signal))?.content;
  // What was said last when git was stopped may be half a record.
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  return parseBlame(whole, blob === undefined ? [] : fileText(blob).split('\n'));
}

/** Reads `git blame --incremental`; `texts` are the lines of the file that is blamed. */
function parseBlame(text: string, texts: readonly string[]): BlameLine[] {
  const commits = new Map<string, Map<string, string>>();
  const lines: BlameLine[] = [];
  let commit = '';
  let [original, final, count] = [0, 0, 0];
  for (const row of text.split('\n')) {
    const header = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(row);
    if (header !== null) {
      commit = header[1] ?? '';
      original = Number(header[2]);
      final = Number(header[3]);
      count = Number(header[4]);
      // Of a commit in another file, only what is about the commit holds.
      const about = new Map(commits.get(commit));
      about.delete('previous');
      commits.set(commit, about);
      continue;
    }
    const space = row.indexOf(' ');
    const [key, value] = space < 0 ? [row, ''] : [row.slice(0, space), row.slice(space + 1)];
    const about = commits.get(commit);
    if (key !== '') about?.set(key, value);
    // The last of each record.
    if (key !== 'filename' || about === undefined) continue;
    for (let at = 0; at < count; at++) {
      const line = final + at;
      lines.push(blameLine(texts[line - 1] ?? '', commit, original + at, line, about));
    }
  }
  return lines.sort((a, b) => a.line - b.line);
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
