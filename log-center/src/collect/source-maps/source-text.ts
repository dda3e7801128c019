import { type FunctionRange, functionsOf } from './functions.ts';

const contextLines = 5;
const longestLine = 500;

/** Lines around a place, as a frame has them. */
export interface Context {
  readonly contextLine: string;
  readonly preContext: readonly string[];
  readonly postContext: readonly string[];
}

/** The text of a source, to be asked about places in it. Lines and columns count from 0. */
export class SourceText {
  readonly #text: string;
  readonly #lines: readonly number[];
  readonly #functions: readonly FunctionRange[];

  constructor(text: string) {
    this.#text = text;
    this.#lines = lineStarts(text);
    this.#functions = functionsOf(text);
  }

  /** About so much memory it takes. */
  get bytes(): number {
    const isAscii = Buffer.byteLength(this.#text) === this.#text.length;
    return this.#text.length * (isAscii ? 1 : 2) + this.#lines.length * 8 + this.#functions.length * 80;
  }

  context(line: number): Context | undefined {
    if (line >= this.#lines.length) return undefined;
    const around = (from: number, to: number) =>
      Array.from({ length: Math.max(0, to - from) }, (_, index) => this.#line(from + index));
    return {
      contextLine: this.#line(line),
      preContext: around(Math.max(0, line - contextLines), line),
      postContext: around(line + 1, Math.min(this.#lines.length, line + 1 + contextLines)),
    };
  }

  /** The innermost function around a place; its name is absent if it has none. */
  functionAt(line: number, column: number): { readonly name: string | undefined } | undefined {
    const start = this.#lines[line];
    if (start === undefined) return undefined;
    const at = start + column;
    return this.#functions.findLast(range => range.start <= at && at <= range.end);
  }

  #line(line: number): string {
    const start = this.#lines[line] ?? 0;
    const next = this.#lines[line + 1] ?? this.#text.length + 1;
    const text = this.#text.slice(start, Math.min(next - 1, start + longestLine)).replace(/\r$/, '');
    // A copy: a slice would hold on to the whole text.
    return Buffer.from(text).toString();
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
