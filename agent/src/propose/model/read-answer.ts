import type { Candidate } from '@errata/protocol/proposal';

/** What is to be found and what is to stand there instead, in lines without their ends. */
export interface Reading {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** One edit as it was written. It may be read in several ways, the likeliest first. */
export interface Block {
  /** Empty where none was named. */
  readonly path: string;
  readonly readings: readonly [Reading, ...Reading[]];
}

/** What a model's answer holds. */
export interface Answer {
  readonly blocks: readonly Block[];
  /** Edits that have no end or no middle. */
  readonly broken: number;
  /** Why it writes no fix, where it says so. */
  readonly declined: string | undefined;
  readonly label: Candidate['label'] | undefined;
  readonly explanation: string;
}

const longest = 400_000;
const mostBlocks = 60;
const mostReadings = 6;
const longestExplanation = 400;

/** Models that think aloud may do so in drafts of edits. */
const thinking = /^\s*<(think|thinking)>[\s\S]*?<\/\1>/i;
/** Some servers put the beginning of it into the prompt. */
const endOfThinking = /^\s*<\/(?:think|thinking)>\s*$/i;
const opening = /^\s*<{5,9} ?SEARCH\b(.*)$/i;
const divider = /^\s*={5,9}\s*$/;
const closing = /^\s*>{5,9}(?: ?REPLACE\b.*)?\s*$/i;
const codeFence = /^\s*(?:`{3,}|~{3,})(.*)$/;
const decoration = '[\\s#>*_`-]{0,20}';
const header = new RegExp(
  `^${decoration}(FILE|PATH|TEST|LABEL|EXPLANATION|NO FIX)\\b[*_\`]{0,3}\\s{0,3}:(.*)$`,
  'i',
);

/**
 * Reads edits out of whatever a model wrote, and what it says of them. Never throws: what cannot be read is not there.
 * The form that is asked for is that of `instructions.ts`; code fences, decoration, order and line ends do not matter.
 */
export function readAnswer(text: string): Answer {
  const rows = text
    .slice(0, longest)
    .replace(thinking, '')
    .split(/\r\n|\n|\r/);
  const blocks: Block[] = [];
  const said = new Map<string, string>();
  const prose: string[] = [];
  let broken = 0;
  let path = '';
  let bare = '';
  let last = '';
  for (let at = 0; at < rows.length && blocks.length + broken < mostBlocks; at++) {
    const row = rows[at] ?? '';
    const open = opening.exec(row);
    if (open) {
      path = pathIn(open[1] ?? '') || bare || path;
      bare = '';
      last = '';
      const end = endOf(rows, at + 1);
      const readings = end === undefined ? [] : readingsOf(rows.slice(at + 1, end));
      const [first, ...others] = readings;
      if (first === undefined) broken += 1;
      else blocks.push({ path, readings: [first, ...others] });
      at = end ?? at;
      continue;
    }
    const told = header.exec(row);
    const fence = codeFence.exec(row);
    if (told) {
      const [, name = '', value = ''] = told;
      last = name.toUpperCase();
      bare = '';
      if (last === 'FILE' || last === 'PATH' || last === 'TEST') path = cleaned(value);
      else if (!said.has(last)) said.set(last, value.replace(/^[\s*_]+/, '').trim());
    } else if (fence) {
      last = '';
      path =
        (fence[1] ?? '')
          .split(/[\s=]+/)
          .map(pathIn)
          .find(Boolean) ?? path;
    } else if (row.trim() === '') {
      last = '';
    } else if (last === 'EXPLANATION' || last === 'NO FIX') {
      said.set(last, `${said.get(last)} ${row.trim()}`);
    } else {
      bare = pathIn(row);
      if (bare === '') prose.push(row.trim());
    }
  }
  return {
    ...{ blocks, broken, declined: blocks.length === 0 ? said.get('NO FIX') : undefined },
    label: labelIn(said.get('LABEL')),
    explanation: (said.get('EXPLANATION') || prose.join(' ')).trim().slice(0, longestExplanation),
  };
}

/** The line that closes an edit; undefined where another one begins before that. */
function endOf(rows: readonly string[], from: number): number | undefined {
  const end = rows.findIndex((row, at) => at >= from && (closing.test(row) || opening.test(row)));
  return end >= 0 && closing.test(rows[end] ?? '') ? end : undefined;
}

/** Code may hold a line that looks like the one in the middle. */
function readingsOf(rows: readonly string[]): Reading[] {
  const readings: Reading[] = [];
  for (const [at, row] of rows.entries()) {
    if (!divider.test(row) || readings.length >= mostReadings) continue;
    readings.push({ search: unfenced(rows.slice(0, at)), replace: unfenced(rows.slice(at + 1)) });
  }
  return readings;
}

/** Without a code fence around it, and without blank lines at its ends. */
function unfenced(rows: readonly string[]): readonly string[] {
  const inner = trimmed(rows);
  const [first = '', end = ''] = [inner[0], inner.at(-1)];
  return inner.length > 1 && codeFence.test(first) && codeFence.exec(end)?.[1]?.trim() === ''
    ? trimmed(inner.slice(1, -1))
    : inner;
}

function trimmed(rows: readonly string[]): readonly string[] {
  const start = rows.findIndex(row => row.trim() !== '');
  return start < 0 ? [] : rows.slice(start, rows.findLastIndex(row => row.trim() !== '') + 1);
}

function cleaned(written: string): string {
  return written
    .trim()
    .replace(/^[*_`"'#\s]+|[*_`"':\s]+$/g, '')
    .replace(/^(?:\.\/)+/, '');
}

/** The path that a line is, if it is nothing else; empty if it is not. */
function pathIn(row: string): string {
  const path = row.length > 300 ? '' : cleaned(row);
  return /^[^\s<>|"'`]*[./][^\s<>|"'`]*[\p{L}\p{N}_-]$/u.test(path) ? path : '';
}

function labelIn(said: string | undefined): Candidate['label'] | undefined {
  if (said === undefined) return undefined;
  return /\broot[ _-]?cause\b/i.test(said) ? 'root-cause' : /\bguard\b/i.test(said) ? 'guard' : undefined;
}
