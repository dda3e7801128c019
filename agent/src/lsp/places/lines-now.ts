import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Range } from 'vscode-languageserver';
import { splitLines, textHunks } from '../../git/diff.ts';
import { GitError } from '../../git/git-error.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { followLine } from '../../locate/follow-line.ts';
import { readWorkingCopy } from '../../locate/working-copy.ts';
import type { MarkedLine } from './marker.ts';
import type { OpenFiles } from './open-files.ts';

/** Where a marked line is now. */
export interface PresentLine {
  readonly uri: string;
  readonly range: Range;
  /** False when its code was changed since, and this is the nearest to it. */
  readonly kept: boolean;
}

/** Which commit the marked lines are of. */
export type LinesOf = { readonly repository: Repository; readonly commit: string };

/** Finds marked lines in one look at the present; nothing for one whose file is gone, or is another one altogether. */
export type LookAt = (marked: MarkedLine, of: LinesOf) => Promise<PresentLine | undefined>;

interface Compared {
  readonly head: string | undefined;
  readonly now: string;
  readonly lines: readonly string[];
  readonly follow: (line: number) => { line: number; kept: boolean } | undefined;
}

const mostCharacters = 8_000_000;
/** A longer comparison would be felt while typing. */
const compareMilliseconds = 150;

/** Where lines of the commit that is checked out are in the texts that the editor, or else the disk, holds now. */
export class LinesNow {
  readonly #files: OpenFiles;
  /** What was compared last, oldest first. */
  readonly #compared = new Map<string, Compared>();

  constructor(files: OpenFiles) {
    this.#files = files;
  }

  /** One look at the present: each file is read once for it, however many of its lines are looked for. */
  look(): LookAt {
    const seen = new Map<string, Promise<{ uri: string; text: Compared } | undefined>>();
    return async (marked, of) => {
      let file = seen.get(marked.uri);
      if (file === undefined) {
        file = this.#file(marked, of);
        seen.set(marked.uri, file);
      }
      const found = await file;
      const followed = found?.text.follow(marked.line);
      return (
        found &&
        followed && { uri: found.uri, range: rangeOf(found.text, followed.line), kept: followed.kept }
      );
    };
  }

  /** Nothing when the file is gone. */
  async #file(marked: MarkedLine, of: LinesOf): Promise<{ uri: string; text: Compared } | undefined> {
    const { root } = of.repository;
    const own = this.#files.find(marked.uri);
    const now = own?.getText() ?? (await readWorkingCopy(root, marked.path));
    const uri = now === undefined ? this.#files.present(marked.uri) : (own?.uri ?? marked.uri);
    if (now !== undefined) return { uri, text: await this.#compare(marked, of, now) };
    if (uri === marked.uri) return undefined;
    const file = path.relative(root, fileURLToPath(uri));
    const outside = file.startsWith('..') || path.isAbsolute(file);
    const text =
      this.#files.find(uri)?.getText() ?? (outside ? undefined : await readWorkingCopy(root, file));
    return text === undefined ? undefined : { uri, text: await this.#compare(marked, of, text) };
  }

  async #compare(marked: MarkedLine, { repository, commit }: LinesOf, now: string): Promise<Compared> {
    const key = `${repository.root}\0${commit}\0${marked.path}`;
    const known = this.#compared.get(key);
    this.#compared.delete(key);
    const compared = known?.now === now ? known : compare(known?.head ?? (await head()), now);
    this.#compared.set(key, compared);
    this.#forget();
    return compared;

    async function head(): Promise<string | undefined> {
      try {
        return await SourceTree.of(repository, commit).read(marked.path);
      } catch (error) {
        // Then lines are where the commit has them.
        if (GitError.is(error)) return undefined;
        throw error;
      }
    }
  }

  #forget(): void {
    let characters = 0;
    for (const [key, { head, now }] of [...this.#compared].reverse()) {
      characters += (head?.length ?? 0) + now.length;
      if (characters > mostCharacters) this.#compared.delete(key);
    }
  }
}

function compare(head: string | undefined, now: string): Compared {
  const lines = splitLines(now);
  if (head === undefined || head === now) {
    return { head, now, lines, follow: line => ({ line, kept: true }) };
  }
  const before = splitLines(head);
  const hunks = textHunks(head, now, compareMilliseconds);
  const followed = new Map<number, { line: number; kept: boolean } | undefined>();
  const follow = (line: number) => {
    if (!followed.has(line)) {
      const found = followLine(before, lines, hunks, line);
      const [only] = hunks;
      // Of a text that has nothing in common with the commit's no line is meant.
      const another = found.isGone === true && hunks.length === 1 && only?.oldLines === before.length;
      followed.set(line, another ? undefined : { line: found.line, kept: found.kept });
    }
    return followed.get(line);
  };
  return { head, now, lines, follow };
}

/** The code of a line, without the white space around it. */
function rangeOf({ lines }: Compared, line: number): Range {
  const content = lines[line - 1] ?? '';
  const start = content.length - content.trimStart().length;
  return {
    start: { line: line - 1, character: start },
    end: { line: line - 1, character: Math.max(content.trimEnd().length, start) },
  };
}
