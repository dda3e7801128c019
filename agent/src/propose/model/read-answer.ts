import type { Candidate } from '@errata/protocol/proposal';
import type { Block, Reading } from './block.ts';
import { type Diff, diffAt } from './read-diff.ts';
import { cleaned, pathIn } from './written-path.ts';

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
 * The form that is asked for is that of `instructions.ts`; code fences, decoration, order and line ends do not matter. Where nothing is
 * in that form, diffs are read as well: some models write nothing else.
 */
export function readAnswer(text: string): Answer {
  const written = text
    .slice(0, longest)
    .replace(thinking, '')
    .split(/\r\n|\n|\r/);
  const reader = new Reader();
  const rows = written.slice(written.findIndex(row => endOfThinking.test(row)) + 1);
  for (let at = 0; at < rows.length && reader.hasRoom; at++) {
    const row = rows[at] ?? '';
    const open = opening.exec(row);
    if (!open) {
      const diff = diffAt(rows, at, reader.path, line => header.test(line));
      if (diff) reader.diff(diff);
      else reader.line(row);
      at = diff ? diff.end - 1 : at;
      continue;
    }
    const end = endOf(rows, at + 1);
    reader.block(open[1] ?? '', end === undefined ? [] : readingsOf(rows.slice(at + 1, end)));
    at = end ?? at;
  }
  return reader.answer;
}

/** What was read so far, and what the lines read last are about. */
class Reader {
  readonly #blocks: Block[] = [];
  /** Edits that are written as diffs. */
  readonly #hunks: Block[] = [];
  readonly #said = new Map<string, string>();
  readonly #prose: string[] = [];
  #broken = 0;
  #path = '';
  /** The line before, where it is nothing but a path. */
  #bare = '';
  /** The header whose text may go on. */
  #open = '';

  get hasRoom(): boolean {
    return this.#blocks.length + this.#hunks.length + this.#broken < mostBlocks;
  }

  /** The file that is spoken of. */
  get path(): string {
    return this.#bare || this.#path;
  }

  get answer(): Answer {
    const said = this.#said;
    // Beside edits in the form that is asked for, a diff shows the same once more.
    const blocks = this.#blocks.length + this.#broken > 0 ? this.#blocks : this.#hunks;
    return {
      blocks,
      broken: this.#broken,
      declined: blocks.length === 0 ? said.get('NO FIX') : undefined,
      label: labelIn(said.get('LABEL')),
      explanation: (said.get('EXPLANATION') || this.#prose.join(' ')).trim().slice(0, longestExplanation),
    };
  }

  block(named: string, [first, ...others]: readonly Reading[]): void {
    this.#path = pathIn(named) || this.path;
    this.#bare = '';
    this.#open = '';
    if (first === undefined) this.#broken += 1;
    else this.#blocks.push({ path: this.#path, readings: [first, ...others] });
  }

  diff({ path, blocks }: Diff): void {
    this.#path = path;
    this.#bare = '';
    this.#open = '';
    this.#hunks.push(...blocks.slice(0, mostBlocks - this.#hunks.length));
  }

  /** A line between edits. */
  line(row: string): void {
    const told = header.exec(row);
    const fence = codeFence.exec(row);
    if (told) {
      this.#header((told[1] ?? '').toUpperCase(), told[2] ?? '');
    } else if (fence) {
      this.#open = '';
      const paths = (fence[1] ?? '').split(/[\s=]+/).map(pathIn);
      this.#path = paths.find(Boolean) ?? this.#path;
    } else if (row.trim() === '') {
      this.#open = '';
    } else if (this.#open === 'EXPLANATION' || this.#open === 'NO FIX') {
      this.#said.set(this.#open, `${this.#said.get(this.#open)} ${row.trim()}`);
    } else {
      this.#bare = pathIn(row);
      if (this.#bare === '') this.#prose.push(row.trim());
    }
  }

  #header(name: string, value: string): void {
    this.#bare = '';
    this.#open = name;
    if (name === 'FILE' || name === 'PATH' || name === 'TEST') this.#path = cleaned(value);
    else if (!this.#said.has(name)) this.#said.set(name, value.replace(/^[\s*_]+/, '').trim());
  }
}

/** The line that closes an edit; undefined where another one begins before that. */
function endOf(rows: readonly string[], from: number): number | undefined {
  const end = rows.findIndex((row, at) => at >= from && (closing.test(row) || opening.test(row)));
  return end >= 0 && closing.test(rows[end] ?? '') ? end : undefined;
}

/** Code may hold a line that looks like the one in the middle: the more lines stand in the file, the surer. */
function readingsOf(rows: readonly string[]): Reading[] {
  const readings: Reading[] = [];
  for (const [at, row] of rows.entries()) {
    if (!divider.test(row) || readings.length >= mostReadings) continue;
    readings.unshift({ search: unfenced(rows.slice(0, at)), replace: unfenced(rows.slice(at + 1)) });
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

function labelIn(said: string | undefined): Candidate['label'] | undefined {
  if (said === undefined) return undefined;
  return /\broot[ _-]?cause\b/i.test(said) ? 'root-cause' : /\bguard\b/i.test(said) ? 'guard' : undefined;
}
