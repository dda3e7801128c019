import type { Frame } from '@errata/protocol/event';
import { indentedRange } from './enclosing.ts';
import { functionName } from './function-name.ts';
import { bare, quotedAs } from './quoted-line.ts';

/** Where a line's code was found in a text. */
export interface ContentMatch {
  /** From 1. */
  readonly line: number;
  /** How many of the lines around it are the same, too. */
  readonly around: number;
  /** No other line of the text looks the same with as many equal neighbours. */
  readonly unique: boolean;
}

/** A line and the lines around it, as they are looked for. */
export interface Wanted {
  readonly line: string;
  /** Ends with the neighbour next to the line. */
  readonly before: readonly string[];
  /** Begins with the neighbour next to the line. */
  readonly after: readonly string[];
  readonly near: number;
}

const spread = 5;

/** Finds a line by its text and its neighbours' text; of equals the one nearest to `near`. */
export function findContent(
  lines: readonly string[],
  wanted: Wanted,
  within: (line: number) => boolean = () => true,
): ContentMatch | undefined {
  const { alike, around } = likest(lines, wanted, within);
  const [first, ...rest] = alike;
  if (first === undefined) return undefined;
  const away = (line: number) => Math.abs(line - wanted.near);
  const line = rest.reduce((best, each) => (away(each) < away(best) ? each : best), first);
  return { line, around, unique: rest.length === 0 };
}

/** The lines with this text that have most of these neighbours. */
function likest(
  lines: readonly string[],
  wanted: Wanted,
  within: (line: number) => boolean,
): { alike: readonly number[]; around: number } {
  let [alike, most]: [number[], number] = [[], 0];
  if (bare(wanted.line) === '') return { alike, around: most };
  const isLine = quotedAs(wanted.line);
  const neighbours = Array.from({ length: spread }, (_, at) => [
    { step: -at - 1, text: wanted.before.at(-at - 1) },
    { step: at + 1, text: wanted.after[at] },
  ])
    .flat()
    .filter(({ text }) => bare(text) !== '')
    .map(({ step, text = '' }) => ({ step, is: quotedAs(text) }));
  for (const [index, candidate] of lines.entries()) {
    if (!isLine(candidate) || !within(index + 1)) continue;
    const around = neighbours.filter(({ step, is }) => is(lines[index + step])).length;
    if (around > most) alike = [];
    if (around >= most) alike.push(index + 1);
    most = Math.max(most, around);
  }
  return { alike, around: most };
}

/** What a frame quotes; nothing when it quotes no line. */
export function wantedBy(frame: Frame): Wanted | undefined {
  if (frame.contextLine === undefined || frame.contextLine.trim() === '') return undefined;
  return {
    line: frame.contextLine,
    before: frame.preContext ?? [],
    after: frame.postContext ?? [],
    near: frame.line ?? 1,
  };
}

/** Finds the line that a frame quotes; of equals the one in the function that the frame names. */
export function findFrame(lines: readonly string[], frame: Frame): ContentMatch | undefined {
  const wanted = wantedBy(frame);
  if (wanted === undefined) return undefined;
  const found = findContent(lines, wanted);
  const name = functionName(frame);
  if (found === undefined || found.unique || name === undefined) return found;
  const { alike } = likest(lines, wanted, () => true);
  const inside = new Set(alike.slice(0, 50).filter(line => standsIn(name, lines, line)));
  return inside.size === 0 ? found : findContent(lines, wanted, line => inside.has(line));
}

/** Whether the head of the block around a line names the function. */
function standsIn(name: string, lines: readonly string[], line: number): boolean {
  const [from] = indentedRange(lines, line);
  const words: readonly string[] = (lines[from - 1] ?? '').slice(0, 1000).match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return words.includes(name);
}

/** Whether a source line is the quoted one. */
export function sameCode(line: string | undefined, quoted: string): boolean {
  return quotedAs(quoted)(line);
}

/** Share of words that two lines have in common, 0…1. */
export function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  const rest = [...right];
  let common = 0;
  for (const word of left) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    rest.splice(at, 1);
    common++;
  }
  return (2 * common) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return (text.slice(0, 1000).match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []).slice(0, 200);
}
