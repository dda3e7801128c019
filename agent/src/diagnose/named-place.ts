import { splitLines } from '../git/diff.ts';
import { visible } from './context/quote.ts';
import type { Sources } from './sources.ts';

/** A place as somebody names it who may be mistaken. */
export interface NamedPlace {
  readonly file: string;
  readonly line: number;
  /** The line as it stands there; empty where it was not given. */
  readonly code: string;
}

/** A shorter line, such as a bracket, says nothing about where it stands. */
const shortest = 4;

/** Looks places up in the repository. What is quoted counts more than the number, which models get wrong. */
export async function placesIn(
  sources: Sources,
): Promise<(named: NamedPlace) => Promise<{ file: string; line: number } | undefined>> {
  const known = new Set(await sources.list());
  return async ({ file, line, code }) => {
    const path = [file, file.replace(/^(?:\.?\/)+|:\d+$/g, '')].find(each => known.has(each));
    const text = path === undefined ? undefined : await sources.read(path);
    if (path === undefined || text === undefined) return undefined;
    const lines = splitLines(text).map(bare);
    const wanted = code
      .split('\n')
      .map(bare)
      .find(each => each.length >= shortest);
    const at = wanted === undefined ? numbered(line, lines.length) : nearest(wanted, line, lines);
    return at === undefined ? undefined : { file: path, line: at };
  };
}

function bare(line: string): string {
  return visible(line).replace(/\s+/g, ' ').trim();
}

function numbered(line: number, count: number): number | undefined {
  return Number.isInteger(line) && line >= 1 && line <= count ? line : undefined;
}

function nearest(wanted: string, line: number, lines: readonly string[]): number | undefined {
  const found = lines.flatMap((text, at) => (text.includes(wanted) ? [at + 1] : []));
  return found.sort((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
}
