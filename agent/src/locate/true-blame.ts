import { type BlameLine, blame } from '../git/blame.ts';
import type { Repository } from '../git/repository.ts';
import type { LineRange } from './enclosing.ts';
import { onlyFormatting } from './formatting.ts';
import { type FileChange, hunkOf, type LineChanges, linesBefore } from './line-changes.ts';
import { withoutRenaming } from './renamed-code.ts';

const rounds = 4;
// One line alone is too little for git to find where it was moved from.
const reach = 12;

export interface TrueBlameRequest {
  readonly repository: Repository;
  readonly commit: string;
  readonly file: string;
  readonly ranges: readonly LineRange[];
  /** Commits that the project wants blame to look through. */
  readonly ignoreRevs: readonly string[];
  readonly changes: LineChanges;
  /** When this fires, what is known by then is given; see `blame`. */
  readonly enough?: AbortSignal | undefined;
  readonly urgent?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A line of the range with who gave it its meaning. */
export interface AuthoredLine {
  /** In the ranges that were asked for. */
  readonly line: number;
  readonly text: string;
  /** The line as its author wrote it. */
  readonly by: BlameLine;
}

/**
 * Blames lines and looks through what changed the form only, be it a whole commit or just the hunk that a line is in.
 * Git's own way of ignoring a commit is left to those that the project names: it takes lines one by one and so loses
 * sight of where they were moved from. Lines that nobody can be named for are left out. Throws `GitError`.
 */
export async function trueBlame(request: TrueBlameRequest): Promise<AuthoredLine[]> {
  const { repository, commit, file, ranges, ignoreRevs, enough, urgent, signal } = request;
  const found = await blame(repository, { commit, file, ranges, ignoreRevs, enough, urgent, signal });
  const authored = found.map(line => ({ line: line.line, text: line.text, by: line }));
  return followForm(authored, new Set(ignoreRevs), request);
}

/** Takes lines whose last change was one of form back to the version before it, a few times over. */
async function followForm(
  authored: readonly AuthoredLine[],
  ignored: ReadonlySet<string>,
  { repository, changes, enough, urgent, signal }: TrueBlameRequest,
): Promise<AuthoredLine[]> {
  let lines = [...authored];
  for (let round = 0; round < rounds; round++) {
    await changes.load(lines.map(line => line.by));
    const back = new Map<AuthoredLine, Former>();
    for (const line of lines) {
      const former = formerOf(line.by, changes.of(line.by), ignored);
      if (former === 'nowhere') lines = lines.filter(each => each !== line);
      else if (former !== undefined) back.set(line, former);
    }
    if (back.size === 0) return lines;
    const versions = Map.groupBy(back.values(), ({ commit, file }) => `${commit}\0${file}`);
    const blamed = new Map<string, BlameLine>();
    for (const [key, formers] of versions) {
      const [{ commit, file }] = formers as [Former];
      const ranges = formers.map(({ range: [from, to] }) => [Math.max(from - reach, 1), to + reach] as const);
      const ignoreRevs = [...ignored];
      const request = { commit, file, ranges, ignoreRevs, enough, urgent, signal };
      for (const line of await blame(repository, request)) {
        blamed.set(`${key}\0${line.line}`, line);
      }
    }
    lines = lines.flatMap(line => {
      const former = back.get(line);
      if (former === undefined) return [line];
      const by = blamed.get(`${former.commit}\0${former.file}\0${former.range[0]}`);
      if (by === undefined) return enough?.aborted === true ? [] : [line];
      return [{ ...line, by }];
    });
  }
  await changes.load(lines.map(line => line.by));
  return lines;
}

interface Former {
  readonly commit: string;
  readonly file: string;
  readonly range: LineRange;
}

/** Where a line stood before a change of form; nothing when its change was one of meaning. */
function formerOf(
  by: BlameLine,
  change: FileChange,
  ignored: ReadonlySet<string>,
): Former | 'nowhere' | undefined {
  const hunk = hunkOf(change, by.originalLine);
  const form =
    change.formatting ||
    ignored.has(by.commit) ||
    (hunk !== undefined && onlyFormatting(by.originalFile, [withoutRenaming(hunk, change.names)]));
  if (!form) return undefined;
  const range = hunk && linesBefore(hunk, by.originalLine);
  if (range === undefined || by.previous === undefined) return 'nowhere';
  return { ...by.previous, range };
}
