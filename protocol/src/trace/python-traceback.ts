import type { Exception, Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { longestLine } from './found.ts';
import { beginsRecord } from './log-line.ts';

export const heading = 'Traceback (most recent call last):';
export const handlingLine = 'During handling of the above exception, another exception occurred:';
/** What stands between the tracebacks of a chain. */
export const chainLines = [
  handlingLine,
  'The above exception was the direct cause of the following exception:',
];
export const frameLine = /^ {2,8}File "(.*)", line (\d{1,9})(?:, in (.*))?$/;
const markerLine = /^\s+[~^]+[~^ ]*$/;
const localLine = /^ {4}([A-Za-z_]\w*) = (.*)$/;
const exceptionLine = /^([A-Za-z_][\w.]*(?:<locals>[\w.]+)*)(?:: ?(.*))?$/;
const mostValueLines = 50;

/** The line without the margin; nothing if it is not indented by it. */
export function withoutMargin(line: string, margin: string): string | undefined {
  if (line.trim() === '') return line;
  return line.startsWith(margin) ? line.slice(margin.length) : undefined;
}

/** Reads one traceback, from its heading or first frame to the end of its exception's message. */
export class TracebackReader {
  readonly #lines: readonly string[];
  readonly #margin: string;
  position: number;

  constructor(lines: readonly string[], start: number, margin: string) {
    this.#lines = lines;
    this.#margin = margin;
    this.position = (lines[start] ?? '').includes(heading) ? start + 1 : start;
  }

  /** The exception, or nothing if what follows the heading is no traceback. */
  read(): Exception | undefined {
    const frames: Frame[] = [];
    for (;;) {
      const frame = this.#frame();
      if (frame === undefined) break;
      frames.push(frame);
    }
    const { type, value } = this.#raised();
    if (frames.length === 0 && type === undefined) return undefined;
    return { type: type ?? 'Exception', value, frames };
  }

  #line(): string | undefined {
    const line = this.#lines[this.position];
    if (line === undefined) return undefined;
    return withoutMargin(line.length > longestLine ? line.slice(0, longestLine) : line, this.#margin);
  }

  #frame(): Frame | undefined {
    this.#skipRepeats();
    const found = frameLine.exec(this.#line() ?? '');
    if (found === null) return undefined;
    this.position++;
    const [, file = '', line = '', name] = found;
    const contextLine = this.#code();
    const variables = this.#variables();
    return {
      file,
      ...(name !== undefined && name !== '' && { function: name }),
      ...(Number(line) > 0 && { line: Number(line) }),
      inApp: isInApp(file),
      ...(contextLine !== undefined && { contextLine }),
      ...(variables !== undefined && { variables }),
    };
  }

  #skipRepeats(): void {
    while (/^\s+\[Previous line repeated \d+ more times?\]$/.test(this.#line() ?? '')) this.position++;
  }

  /** The first line of the frame's code; more of it, and the markers under it, are passed over. */
  #code(): string | undefined {
    const first = this.#line();
    if (first === undefined || !first.startsWith('    ') || frameLine.test(first)) return undefined;
    this.position++;
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      const isCode = line.startsWith('    ') && !frameLine.test(line) && !localLine.test(line);
      if (!isCode || /^\s+\[Previous line/.test(line)) break;
      this.position++;
    }
    return markerLine.test(first) ? undefined : first.trim();
  }

  /** Captured locals, `    name = repr` each; a repr may go on over several lines. */
  #variables(): Record<string, string> | undefined {
    const variables = new Map<string, string[]>();
    let current: string[] | undefined;
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      if (frameLine.test(line) || /^\s+\[Previous line/.test(line)) break;
      const [, name, text] = localLine.exec(line) ?? [];
      if (name !== undefined && text !== undefined) {
        current = [text];
        variables.set(name, current);
      } else if (current === undefined || exceptionLine.test(line) || beginsRecord(line)) break;
      else current.push(line);
      this.position++;
    }
    if (variables.size === 0) return undefined;
    return Object.fromEntries([...variables].map(([name, parts]) => [name, parts.join('\n')]));
  }

  #raised(): { type?: string; value: string } {
    const first = this.#line() ?? '';
    const found = exceptionLine.exec(first);
    if (found === null || beginsRecord(first)) return { value: '' };
    this.position++;
    const [, name = '', message = ''] = found;
    const value = [message];
    for (let line = this.#line(); line !== undefined && value.length < mostValueLines; line = this.#line()) {
      if (line.trim() === '' || chainLines.includes(line.trim())) break;
      if (line.includes(heading) || beginsRecord(line)) break;
      value.push(line);
      this.position++;
    }
    return { type: name.slice(name.lastIndexOf('.') + 1), value: value.join('\n').trim() };
  }
}
