import type { BlameLine } from '../git/blame.ts';
import { blobHunks, type Hunk, splitLines, textHunks } from '../git/diff.ts';
import type { Repository } from '../git/repository.ts';
import { blobTexts } from './blob-texts.ts';
import { likeness } from './content-match.ts';
import { onlyComments, onlyFormatting, sameWords } from './formatting.ts';
import { type NameChange, nameChange, withoutRenaming } from './renamed-code.ts';
import { sameSyntax } from './same-syntax.ts';

/** What a commit did to one file. */
export interface FileChange {
  readonly hunks: readonly Hunk[];
  /** The code means what it meant before. */
  readonly formatting: boolean;
  readonly names: NameChange;
}

const nothing: FileChange = {
  hunks: [],
  formatting: false,
  names: { lost: new Set(), gained: new Set() },
};
// Texts that differ in more lines are left to git, which does not take quadratic time.
const mostLines = 1500;

/** What the commits that blame names did to the files they are named for; each is looked at once. */
export class LineChanges {
  readonly #repository: Repository;
  readonly #signal: AbortSignal | undefined;
  readonly #formatted = new Set<string>();
  readonly #meant = new Set<string>();
  readonly #known = new Map<string, FileChange>();

  constructor(repository: Repository, signal?: AbortSignal) {
    this.#repository = repository;
    this.#signal = signal;
  }

  /** True when what is known of a commit is that it changed the form of files only. */
  onlyFormatted(commit: string): boolean {
    return this.#formatted.has(commit) && !this.#meant.has(commit);
  }

  /** Looks at what the commits of these lines did. Throws `GitError`. */
  async load(lines: readonly BlameLine[]): Promise<void> {
    const unknown = new Map<string, { before: string; after: string; line: BlameLine }>();
    for (const line of lines) {
      const { previous } = line;
      if (previous === undefined || this.#known.has(keyOf(line))) continue;
      const before = `${previous.commit}:${previous.file}`;
      unknown.set(keyOf(line), { before, after: `${line.commit}:${line.originalFile}`, line });
    }
    const names = [...unknown.values()].flatMap(({ before, after }) => [before, after]);
    const texts = await blobTexts(this.#repository, names, this.#signal);
    for (const [key, { before, after, line }] of unknown) {
      const [from, to] = [texts.get(before), texts.get(after)];
      // In a shallow or partial clone the version before may be missing: then nothing can be said of the change.
      if (from === undefined || to === undefined) continue;
      const file = line.originalFile;
      const hunks = farApart(from, to)
        ? await blobHunks(this.#repository, before, after, this.#signal)
        : textHunks(from, to);
      const names = nameChange(from, to);
      const unnamed = hunks.map(hunk => withoutRenaming(hunk, names));
      const form =
        onlyComments(hunks) ||
        (sameWords(hunks) && (await sameMeaning(file, from, to, hunks))) ||
        (sameWords(unnamed) && onlyFormatting(file, unnamed));
      (form ? this.#formatted : this.#meant).add(line.commit);
      this.#known.set(key, { hunks, formatting: form, names });
    }
  }

  /** What the commit of a line, which was loaded, did to the line's file. No hunks where there is no version before. */
  of(line: BlameLine): FileChange {
    return this.#known.get(keyOf(line)) ?? nothing;
  }
}

async function sameMeaning(file: string, from: string, to: string, hunks: readonly Hunk[]): Promise<boolean> {
  return (await sameSyntax(file, from, to)) ?? onlyFormatting(file, hunks);
}

function farApart(from: string, to: string): boolean {
  const [before, after] = [splitLines(from), splitLines(to)];
  const [known, kept] = [new Set(before), new Set(after)];
  const lost = before.filter(line => !kept.has(line)).length;
  return lost + after.filter(line => !known.has(line)).length > mostLines;
}

/** The hunk that brought a line in. */
export function hunkOf(change: FileChange, line: number): Hunk | undefined {
  return change.hunks.find(hunk => hunk.newStart <= line && line < hunk.newStart + hunk.newLines);
}

/** The lines, in the version before, whose code a line took over when a formatter broke lines anew. */
export function linesBefore(hunk: Hunk, line: number): readonly [from: number, to: number] | undefined {
  if (hunk.oldLines === 0) return undefined;
  const at = line - hunk.newStart;
  const start = letters(hunk.added.slice(0, at));
  const end = start + Math.max(letters(hunk.added.slice(at, at + 1)), 1);
  const held = hunk.removed.flatMap((_, index) => {
    const from = letters(hunk.removed.slice(0, index));
    const to = from + letters(hunk.removed.slice(index, index + 1));
    return from < end && start < to ? [hunk.oldStart + index] : [];
  });
  const [first = hunk.oldStart] = held;
  return [first, held.at(-1) ?? first];
}

/** The line that a line was made of, when the change kept most of it. */
export function likestBefore(hunk: Hunk, line: number): { line: number; text: string } | undefined {
  const text = hunk.added[line - hunk.newStart] ?? '';
  const likest = hunk.removed
    .map((each, index) => ({ line: hunk.oldStart + index, text: each, like: likeness(each, text) }))
    .sort((a, b) => b.like - a.like)[0];
  return likest !== undefined && likest.like >= 0.5 ? likest : undefined;
}

function letters(lines: readonly string[]): number {
  return lines.join('').replace(/[^\p{L}\p{N}_$]/gu, '').length;
}

function keyOf(line: BlameLine): string {
  return `${line.commit}\0${line.originalFile}`;
}
