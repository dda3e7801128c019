import { estimateTokens } from '../../model/limits/estimate.ts';
import type { Place } from './place.ts';
import { withoutKeys } from './secrets.ts';

/** What is shown of one file. */
export interface Excerpt {
  readonly file: string;
  readonly text: string;
  /** `1-7, 20-31 of 120`. */
  readonly lines: string;
  readonly why: string;
}

interface Shown {
  readonly lines: readonly string[];
  readonly numbers: Set<number>;
  readonly whys: Set<string>;
}

const linesAtLeast = 8;
const longestLine = 1000;
/** Fewer lines are shown rather than left out. */
const smallestGap = 4;
const mostWhys = 4;
/** A file that is not longer is shown as a whole; one of which half is shown, up to the second. */
const shortFile = 40;
const longestWhole = 150;
/** For what stands around an excerpt. */
const tokensOfFrame = 60;
const gap = '⋯';

/** Places in the order of their worth, as many as fit; what is shown of one file stands together. */
export async function chooseExcerpts(
  places: readonly Place[],
  textOf: (file: string) => Promise<string | undefined>,
  budget: number,
): Promise<Excerpt[]> {
  const files = new Map<string, Shown>();
  let left = budget;
  const take = (shown: Shown, from: number, to: number): boolean => {
    const wanted = range(Math.max(1, from), Math.min(to, shown.lines.length)).filter(
      at => !shown.numbers.has(at),
    );
    const frame = shown.numbers.size === 0 ? tokensOfFrame : 0;
    const cost = frame + estimateTokens(wanted.map(at => shown.lines[at - 1]).join('\n'));
    if (wanted.length > 0 && cost > left) return false;
    if (wanted.length > 0) left -= cost;
    for (const at of wanted) shown.numbers.add(at);
    return true;
  };
  for (const { file, from, to, line, why } of places) {
    const text = files.has(file) ? '' : await textOf(file);
    if (text === undefined) continue;
    const shown = files.get(file) ?? { lines: linesOf(text), numbers: new Set(), whys: new Set() };
    const fits =
      take(shown, from, to) ||
      take(shown, Math.max(from, line - linesAtLeast), Math.min(to, line + linesAtLeast));
    if (!fits) continue;
    shown.whys.add(why);
    files.set(file, shown);
  }
  for (const shown of files.values())
    if (shown.lines.length <= Math.max(shortFile, Math.min(longestWhole, 2 * shown.numbers.size)))
      take(shown, 1, shown.lines.length);
  return [...files].map(([file, shown]) => excerptOf(file, shown));
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map(line =>
    line.length > longestLine ? `${withoutKeys(line).slice(0, longestLine)}${gap}` : line,
  );
}

function excerptOf(file: string, { lines, numbers, whys }: Shown): Excerpt {
  const ranges: { from: number; to: number }[] = [];
  for (const at of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && at - last.to < smallestGap) last.to = at;
    else ranges.push({ from: at, to: at });
  }
  const pieces = ranges.map(({ from, to }) => lines.slice(from - 1, to).join('\n'));
  if (ranges[0]?.from !== 1) pieces.unshift('');
  if (ranges.at(-1)?.to !== lines.length) pieces.push('');
  const text = withoutKeys(pieces.join(`\n${gap}\n`).replace(/^\n+|\s+$/g, ''));
  const told = ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return {
    file,
    text,
    lines: `${told.join(', ')} of ${lines.length}`,
    why: [...whys].slice(0, mostWhys).join('; '),
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}
