import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;
const symbol = /^\s*\d{1,6}: (.*)$/;
const address = /^\s*0x[0-9a-f]{1,16} - /;
const place = /^\s+at (.+?):(\d{1,9})(?::(\d{1,9}))?$/;
const omitted = /^\s*\[?(?:\.\.\.|⋮|⋯).{1,200}$/;
/** `::h0123456789abcdef` behind a name, and `[0123456789abcdef]` behind a crate. */
const hash = /::h[0-9a-f]{16}$|\[[0-9a-f]{8,16}\]/g;

export interface Backtrace {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  readonly end: number;
}

/** The numbered symbols of a backtrace, each with its place below it if that is known. */
export function readBacktrace(lines: readonly string[], from: number): Backtrace {
  const frames: Frame[] = [];
  let end = from;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    if (line.length > longestFrame) break;
    const name = symbol.exec(line)?.[1];
    const at = placeIn(lines[end]);
    if (name === undefined && at === undefined) {
      if (!omitted.test(line)) break;
      end++;
      continue;
    }
    // A place without a symbol of its own is one that was inlined into the symbol above.
    const found = name === undefined ? at : placeIn(lines[end + 1]);
    frames.push(frameOf(name, found));
    end += name !== undefined && found !== undefined ? 2 : 1;
  }
  return { frames, end };
}

type Place = Pick<Frame, 'file' | 'line' | 'column'>;

function placeIn(line: string | undefined): Place | undefined {
  if (line === undefined || line.length > longestFrame) return undefined;
  const [, file, number, column] = place.exec(line) ?? [];
  if (file === undefined) return undefined;
  return {
    file: file.replace(/^\.\//, ''),
    ...(Number(number) > 0 && { line: Number(number) }),
    ...(Number(column) > 0 && { column: Number(column) }),
  };
}

function frameOf(name: string | undefined, found: Place | undefined): Frame {
  const plain = name
    ?.trim()
    .replace(address, '')
    .replace(/ \(0x[0-9a-f]{1,16}\)$/, '')
    .replace(hash, '');
  const file = found?.file ?? '<unknown>';
  return {
    ...found,
    file,
    ...(plain !== undefined && plain !== '' && plain !== '<unknown>' && { function: plain }),
    inApp: isInApp(file, 'rust', plain),
  };
}
