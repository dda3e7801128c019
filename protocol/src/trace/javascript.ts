import type { Exception, Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { type FoundTrace, longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { frameOfGecko } from './gecko-frame.ts';
import { type Header, headerAbove, headerIn, messageOf, namesError } from './header.ts';
import { frameOfV8 } from './javascript-frame.ts';
import { beginsRecord } from './log-line.ts';

const intro = /^(?:\[?(?:cause|errors)\]?: ?|Caused by: ?)?(?:Uncaught )?(?:\(in promise\) )?\[?/;
const omitted = /^\s*\.\.\. \d+ lines matching /;
const causeMark = /^\s*(?:\[cause\]|Caused by): ?/;
const errorsMark = /^\s*\[errors\]: \[\s*$/;
const closingBrace = /^\s*\},?$/;
const isV8 = (line: string) => frameOfV8(line) !== undefined;
const isFrame = (line: string) => isV8(line) || frameOfGecko(line) !== undefined;
const form = { intro, isFrame };
const mostMessageLines = 30;
const mostPropertyLines = 60;
const deepestCause = 40;

/** Stack traces of V8 (Node, Chromium), Hermes, Firefox and Safari, with causes and aggregated errors as one chain. */
export const findJavaScriptTrace: TraceFinder = (lines, at, from) => {
  const frameOf = kindOf(lines, at);
  if (frameOf === undefined) return undefined;
  const run = runAt(lines, at, frameOf);
  const header = headerAbove(lines, at, from, form);
  if (frameOf === frameOfGecko && !isConvincing(run, header && lines[header.at])) return undefined;
  return traceOf(lines, run, header);
};

type FrameReader = (line: string) => Frame | undefined;

/** Which engine's frames begin in this line. */
function kindOf(lines: readonly string[], start: number): FrameReader | undefined {
  const line = lines[start] ?? '';
  const v8 = frameOfV8(line);
  // One that is nowhere could as well be a sentence that begins with "at".
  if (v8 !== undefined) return v8.line !== undefined || v8.file.startsWith('<') ? frameOfV8 : undefined;
  return frameOfGecko(line) === undefined ? undefined : frameOfGecko;
}

/** `name@place` is a short form that other texts may have by chance. */
function isConvincing(run: Run, header: string | undefined): boolean {
  return (
    run.frames.length > 1 ||
    run.frames.some(({ column }) => column !== undefined) ||
    (header !== undefined && namesError(header, intro))
  );
}

function traceOf(lines: readonly string[], run: Run, header: Header | undefined): FoundTrace {
  const reader = new ChainReader(lines);
  const start = header?.at ?? run.start;
  const exceptions = reader.chain(header, run, 0);
  const end = reader.position;
  const isNode = exceptions.some(({ frames }) =>
    frames.some(({ file }) => /^(?:node:|\/|[A-Z]:\\|file:)/.test(file)),
  );
  const platform = isNode ? 'node' : 'javascript';
  return { platform, start, end, exceptions, isOpen: mayGoOn(lines, end, reader.isUnfinished) };
}

/** Consecutive frames. */
interface Run {
  readonly start: number;
  readonly end: number;
  /** Innermost first, as all engines print them. */
  readonly frames: readonly Frame[];
}

function runAt(lines: readonly string[], start: number, frameOf: FrameReader): Run {
  const frames: Frame[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const frame = frameOf(line);
    if (frame !== undefined) frames.push(frame);
    else if (!omitted.test(line)) break;
  }
  return { start, end, frames };
}

/** Reads the errors that Node prints among the properties of an error, in braces behind its frames. */
class ChainReader {
  readonly #lines: readonly string[];
  position = 0;
  /** How many braces and brackets are not closed yet. */
  #open = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  get isUnfinished(): boolean {
    return this.#open > 0;
  }

  /** An error, with its causes before it. */
  chain(header: Header | undefined, run: Run, depth: number): Exception[] {
    this.position = run.end;
    const value = header === undefined ? '' : messageOf(this.#lines, header, run.start);
    const name = header?.type ?? 'Error';
    const type = name.slice(name.lastIndexOf('.') + 1);
    const at = header?.at ?? run.start;
    const frames = depth === 0 ? withExcerpt(run.frames, this.#lines, at) : run.frames;
    const causes = this.#causes(depth, indentOf(this.#lines[at] ?? ''));
    return [...causes, { type, value: withoutBracket(value, run), frames: frames.toReversed() }];
  }

  /** The errors among the properties; behind them is the brace that closes them, under the beginning of the error. */
  #causes(depth: number, indent: string): Exception[] {
    const causes: Exception[] = [];
    const hasBrace = this.#endsWith(this.position - 1, '{');
    if (hasBrace) this.#open++;
    const limit = Math.min(this.#lines.length, this.position + mostPropertyLines);
    for (let at = this.position; at < limit && depth < deepestCause; at++) {
      const line = this.#lines[at] ?? '';
      if (line.length > longestLine || isV8(line) || beginsRecord(line)) break;
      if (hasBrace && closingBrace.test(line) && indentOf(line) === indent) {
        this.#open--;
        this.position = at + 1;
        break;
      }
      const found = errorsMark.test(line)
        ? this.#errors(at + 1, depth)
        : causeMark.test(line)
          ? this.#error(at, depth)
          : undefined;
      if (found === undefined) continue;
      causes.push(...found);
      at = this.position - 1;
      if (!hasBrace) break;
    }
    return causes;
  }

  /** The elements of an aggregated error, the first one first. */
  #errors(from: number, depth: number): Exception[] {
    const errors: Exception[] = [];
    this.position = from;
    this.#open++;
    while (this.position < this.#lines.length && !/^\s*\]/.test(this.#lines[this.position] ?? '')) {
      const found = this.#error(this.position, depth);
      if (found === undefined) break;
      errors.push(...found);
    }
    if (/^\s*\]/.test(this.#lines[this.position] ?? '')) {
      this.#open--;
      this.position++;
    }
    return errors;
  }

  /** The error whose name is in line `at`: with frames, or in brackets without. */
  #error(at: number, depth: number): Exception[] | undefined {
    const header = headerIn(this.#lines[at] ?? '', at, intro);
    const isBare = /\](?: \{|,)?$/.test((this.#lines[at] ?? '').slice(-20));
    if (isBare) return this.chain(header, { start: at + 1, end: at + 1, frames: [] }, depth + 1);
    const last = Math.min(this.#lines.length, at + mostMessageLines);
    for (let start = at + 1; start < last; start++) {
      if (isV8(this.#lines[start] ?? ''))
        return this.chain(header, runAt(this.#lines, start, frameOfV8), depth + 1);
    }
    return undefined;
  }

  #endsWith(at: number, end: string): boolean {
    return (this.#lines[at] ?? '').slice(-longestLine).trimEnd().endsWith(end);
  }
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

/** `[TypeError: message] {` is how Node prints an error without frames. */
function withoutBracket(value: string, run: Run): string {
  return run.frames.length > 0 ? value : value.replace(/\](?: \{|,)?$/, '');
}

/** Node prints the line that threw above an uncaught error: `file:line`, the code, a caret. */
function withExcerpt(frames: readonly Frame[], lines: readonly string[], header: number): readonly Frame[] {
  for (let at = Math.max(0, header - 6); at < header - 1; at++) {
    const [, file, line] = /^(.{1,4096}):(\d{1,9})$/.exec((lines[at] ?? '').slice(0, 5000)) ?? [];
    const contextLine = lines[at + 1];
    if (file === undefined || contextLine === undefined || !/^\s*\^+\s*$/.test(lines[at + 2] ?? '')) continue;
    const index = frames.findIndex(frame => frame.line === Number(line) && frame.file.endsWith(file));
    const frame = frames[index];
    if (frame !== undefined) return frames.with(index, { ...frame, contextLine });
    return [{ file, line: Number(line), inApp: isInApp(file), contextLine }, ...frames];
  }
  return frames;
}
