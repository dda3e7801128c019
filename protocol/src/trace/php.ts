import type { Exception } from '../event.ts';
import { type FoundTrace, longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { beginsRecord } from './log-line.ts';
import { type PhpCall, phpCallOf, phpFrames } from './php-frame.ts';

const heading = /^\s*(?:Stack trace:|\[stacktrace\]|PHP Stack trace:)\s*$/;
/** A class, maybe in a namespace, before its message or its place. */
const named = String.raw`(\\?(?:\w{1,100}\\){0,20}[A-Za-z_]\w{0,200}(?:@anonymous)?)(?=: | in )`;
const uncaught = new RegExp(`Uncaught (?:PHP Exception )?${named}`);
const next = new RegExp(`^Next ${named}`);
/** Monolog: `[object] (App\Failure(code: 0): message at /srv/a.php:3)`. */
const monolog = /\[object\] \((\\?(?:\w{1,100}\\{1,2}){0,20}\w{1,200}(?:@anonymous)?)\(code: [^)]{0,50}\)/;
const opening = /\[object\] \(|Uncaught /;
const previous = /^\s*\[previous exception\] \[object\] \(/;
const plain = new RegExp(`^(?:.{0,200}?[\\s:])??${named}`);
const errorLike = /(?:Error|Exception|Throwable)$|\\/;
const plainError =
  /(?:^|\s)PHP (Fatal error|Parse error|Recoverable fatal error): +(.*) in (\S.*?) on line (\d{1,9})$/;
const tail = /^\s*(?:thrown in .{1,4096} on line .{1,300}|"\}.{0,1000})$/;
const mostMessageLines = 30;

/** PHP's reports of uncaught errors, the text of exceptions with those before them, and Monolog's form in logs. */
export const findPhpTrace: TraceFinder = (lines, at, from) => {
  const line = (lines[at] ?? '').slice(0, longestLine);
  if (opening.test(line)) {
    const found = chainAt(lines, at, monolog) ?? chainAt(lines, at, uncaught);
    if (found !== undefined) return found;
  }
  if (line.includes('PHP ') && plainError.test(line)) return plainErrorAt(lines, at);
  if (!heading.test(line) && phpCallOf(line) === undefined) return undefined;
  const header = headerAbove(lines, at, from);
  if (header !== undefined) return chainAt(lines, header, plain);
  return bareAt(lines, at, from);
};

/** Exceptions as PHP prints them, each before the one that it caused; Monolog prints them the other way round. */
function chainAt(lines: readonly string[], start: number, form: RegExp): FoundTrace | undefined {
  const first = partAt(lines, start, form);
  if (first === undefined) return undefined;
  const exceptions = [first.exception];
  let { end } = first;
  for (;;) {
    const at = (lines[end] ?? '').trim() === '' ? end + 1 : end;
    const line = (lines[at] ?? '').slice(0, longestLine);
    const isCause = previous.test(line);
    const part = isCause || next.test(line) ? partAt(lines, at, isCause ? monolog : next) : undefined;
    if (part === undefined) break;
    if (isCause) exceptions.unshift(part.exception);
    else exceptions.push(part.exception);
    end = part.end;
  }
  if (tail.test(lines[end] ?? '')) end++;
  return { platform: 'php', start, end, exceptions, isOpen: isOpen(lines, start, end) };
}

/** One exception: its class, a message that may have several lines and ends with the place, and the calls. */
function partAt(
  lines: readonly string[],
  start: number,
  form: RegExp,
): { exception: Exception; end: number } | undefined {
  const line = (lines[start] ?? '').slice(0, longestLine);
  const found = form.exec(line);
  if (found === null) return undefined;
  const [matched, type = ''] = found;
  const rest = line.slice(found.index + matched.length);
  const last = Math.min(lines.length, start + mostMessageLines);
  let bodyStart = start + 1;
  while (bodyStart < last && !isBody(lines[bodyStart]) && !beginsRecord(lines[bodyStart] ?? '')) bodyStart++;
  const messageEnd = isBody(lines[bodyStart]) ? bodyStart : start + 1;
  const more = lines.slice(start + 1, messageEnd).map(text => text.slice(0, longestLine));
  const { message, place } = splitPlace([rest, ...more].join('\n'));
  const { calls, end } = readCalls(lines, messageEnd);
  if (place === undefined && calls.length === 0) return undefined;
  const name = type.replaceAll('\\\\', '\\');
  return { exception: { type: name, value: message, frames: phpFrames(calls, place) }, end };
}

function isBody(line: string | undefined): boolean {
  return line !== undefined && (heading.test(line) || phpCallOf(line) !== undefined);
}

function readCalls(lines: readonly string[], from: number): { calls: PhpCall[]; end: number } {
  const calls: PhpCall[] = [];
  let end = heading.test(lines[from] ?? '') ? from + 1 : from;
  for (; end < lines.length; end++) {
    const call = phpCallOf(lines[end] ?? '');
    if (call === undefined) break;
    calls.push(call);
  }
  return { calls, end };
}

/** `: message in /srv/a.php:3` as the message and the place. */
function splitPlace(text: string): { message: string; place: PhpCall['place'] } {
  const [ending, line] = /:(\d{1,9})\)?["}[\]\s]{0,20}$/.exec(text.slice(-40)) ?? [];
  const head = ending === undefined ? text : text.slice(0, text.length - ending.length);
  const at = Math.max(head.lastIndexOf(' in '), head.lastIndexOf(' at '));
  const file = head.slice(at + 4).trim();
  if (ending === undefined || at === -1 || !/[/\\.]/.test(file) || file.length > 4096)
    return { message: withoutColon(text), place: undefined };
  // PHP says of a wrong argument where the function is defined.
  const message = head.slice(0, at).replace(/ and defined$/, '');
  return { message: withoutColon(message), place: { file, line: Number(line) } };
}

function withoutColon(text: string): string {
  return text.replace(/^: /, '').trim();
}

/** The line above the calls where the text of an exception begins: its last line has the place. */
function headerAbove(lines: readonly string[], body: number, from: number): number | undefined {
  const last = (lines[body - 1] ?? '').slice(-longestLine);
  if (body <= from || splitPlace(last).place === undefined) return undefined;
  let other: number | undefined;
  for (let at = body - 1; at >= Math.max(from, body - mostMessageLines); at--) {
    const line = (lines[at] ?? '').slice(0, longestLine);
    if (isBody(line)) break;
    const type = plain.exec(line)?.[1];
    if (type !== undefined && errorLike.test(type)) return at;
    if (type !== undefined && at === body - 1) other = at;
  }
  return other;
}

/** A trace without its exception: all that is known of the message is the line above. */
function bareAt(lines: readonly string[], at: number, from: number): FoundTrace | undefined {
  const few = readCalls(lines.slice(at, at + mostMessageLines), 0).calls;
  if (few.length < 2 || !few.some(({ place }) => place !== undefined)) return undefined;
  const { calls, end } = readCalls(lines, at);
  const above = (lines[at - 1] ?? '').slice(0, longestLine).trim();
  const start = at > from && above !== '' ? at - 1 : at;
  const value = start < at ? above : '';
  const exceptions = [{ type: 'Exception', value, frames: phpFrames(calls, undefined) }];
  return { platform: 'php', start, end, exceptions, isOpen: isOpen(lines, start, end) };
}

/** An error that is no exception has a place, but no calls. */
function plainErrorAt(lines: readonly string[], at: number): FoundTrace | undefined {
  const [, type, value, file, line] = plainError.exec((lines[at] ?? '').slice(0, longestLine)) ?? [];
  if (type === undefined || value === undefined || file === undefined) return undefined;
  const frames = phpFrames([], { file, line: Number(line) });
  return { platform: 'php', start: at, end: at + 1, exceptions: [{ type, value, frames }], isOpen: false };
}

function isOpen(lines: readonly string[], start: number, end: number): boolean {
  // With no call yet, lines of the message may still be coming; or those of the next exception.
  return mayGoOn(
    lines,
    end,
    end === start + 1 || next.test(lines[end] ?? '') || next.test(lines[end + 1] ?? ''),
  );
}
