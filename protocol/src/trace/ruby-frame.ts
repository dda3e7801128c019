import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 16_384;
const caller = /^\s*(?:(\d{1,6}): )?from /;

/** A line of a Ruby backtrace. */
export interface RubyLine {
  readonly frame: Frame;
  /** Begins with `from`, maybe with a number before it. */
  readonly isCaller: boolean;
  readonly number?: number;
  /** What stands behind the frame: the message. */
  readonly rest: string;
}

/** `file:line:in 'label'`, with back quotes before Ruby 3.4; at the top of a file without the label. */
export function rubyLineOf(line: string): RubyLine | undefined {
  // Most lines are told by this.
  if (line.length > longestFrame || !line.includes(':in ')) return undefined;
  const [mark = '', number] = caller.exec(line) ?? [];
  const text = mark === '' ? line.trimStart() : line.slice(mark.length);
  const at = text.indexOf(':in ');
  if (at === -1) return undefined;
  const [, file, lineNumber] = /^(.+?):(\d{1,9})$/.exec(text.slice(0, at)) ?? [];
  const quote = text[at + 4];
  if (file === undefined || !isFile(file) || (quote !== "'" && quote !== '`')) return undefined;
  const close = closeOf(text, at + 5);
  if (close === -1) return undefined;
  const label = text.slice(at + 5, close);
  const behind = text.slice(close + 1);
  if (behind.trim() !== '' && !behind.startsWith(': ')) return undefined;
  return {
    frame: {
      file,
      ...(label !== '' && { function: label }),
      ...(Number(lineNumber) > 0 && { line: Number(lineNumber) }),
      inApp: isInApp(file, 'ruby'),
    },
    isCaller: mark !== '',
    ...(number !== undefined && { number: Number(number) }),
    rest: behind.slice(2).trim(),
  };
}

/** The quote that ends the label: the last of the line, or the one before the message. */
function closeOf(text: string, from: number): number {
  const message = text.indexOf("': ", from);
  if (message !== -1) return message;
  const end = text.trimEnd().length - 1;
  return end >= from && text[end] === "'" ? end : -1;
}

function isFile(text: string): boolean {
  return (
    text.length < 1000 && !/["|]|\s{2}/.test(text) && (/\.\w{1,10}$|[/\\]/.test(text) || /^[(<-]/.test(text))
  );
}
