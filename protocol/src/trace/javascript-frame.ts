import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;

/** One `at …` line of a V8 stack trace as a frame, or nothing if the line is none. */
export function frameOfV8(line: string): Frame | undefined {
  if (line.length > longestFrame) return undefined;
  const text = line.trim();
  if (!text.startsWith('at ')) return undefined;
  const call = withoutStart(text.slice(3).trim(), 'async ').replace(/ \{$/, '');
  const open = call.indexOf(' (');
  if (open !== -1 && call.endsWith(')')) {
    const place = placeOf(call.slice(open + 2, -1));
    return place && frameOf(call.slice(0, open), place);
  }
  const place = placeOf(call);
  return place && frameOf(undefined, place);
}

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

function frameOf(name: string | undefined, place: Place): Frame {
  const functionName = name?.replace(/ \[as [^\]]*\]$/, '');
  return {
    file: place.file,
    ...(functionName !== undefined && functionName !== '' && { function: functionName }),
    ...(place.line !== undefined && { line: place.line }),
    ...(place.column !== undefined && { column: place.column }),
    inApp: isInApp(place.file),
  };
}

/** `file:line:column`; of evaluated code, the place that it was evaluated at. */
function placeOf(text: string): Place | undefined {
  if (text === '<anonymous>' || text === 'native' || text === 'unknown location')
    return { file: '<anonymous>' };
  if (/^index \d{1,9}$/.test(text) || text.startsWith('wasm://')) return { file: '<anonymous>' };
  // Hermes prints the offset in compiled code as `address at file:1:offset`.
  if (text.startsWith('address at ')) return placeOf(text.slice('address at '.length));
  if (text.startsWith('eval at ')) {
    const open = text.lastIndexOf('(');
    const close = text.indexOf(')', open);
    return (close === -1 ? undefined : placeOf(text.slice(open + 1, close))) ?? { file: '<anonymous>' };
  }
  const [, file, line, column] = /^(.+?):(\d{1,9}):(\d{1,9})$/.exec(text) ?? [];
  if (file === undefined || !isFile(file)) return undefined;
  return {
    file,
    ...(Number(line) > 0 && { line: Number(line) }),
    ...(Number(column) > 0 && { column: Number(column) }),
  };
}

/** A path or URL, or one word as engines name code without a file: `[eval]`, `REPL1`, `evalmachine.<anonymous>`. */
function isFile(text: string): boolean {
  return (
    /^(?:[a-z][\w+.-]*:|\/|\\|[a-z]:\\)/i.test(text) || (/^\S+$/.test(text) && /[./\\[<]|^REPL/.test(text))
  );
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}
