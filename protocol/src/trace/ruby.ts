import type { Exception, Frame } from '../event.ts';
import { longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { beginsRecord } from './log-line.ts';
import { type RubyLine, rubyLineOf } from './ruby-frame.ts';

const reversedHeading = /^(?:.{0,200}\s)?Traceback \(most recent call last\):$/;
/** `message (Class)` at the end of the first line or of a later one of the message. */
const className = /^(.*?) ?\(((?:[A-Z]\w{0,100}::){0,10}[A-Z]\w{0,100})\):?$/;
const leadingClass = /^((?:[A-Z]\w{0,100}::){0,10}[A-Z]\w{0,100}) \((.*)\):$/;
const colonClass =
  /(?:^|\s)((?:[A-Z]\w{0,100}::){0,10}[A-Z]\w{0,100}(?:Error|Exception|NotFound|Invalid|Exit|Interrupt)): (.*)$/;
const loggerHead = /^(?:[A-Z], )?\[\d{4}-[^\]]{1,100}\] +[A-Z]+ -- [^:]{0,100}: /;
const mostMessageLines = 30;

/** Ruby's reports of uncaught errors, in either order, with their causes, and backtraces in the logs of Ruby and Rails. */
export const findRubyTrace: TraceFinder = (lines, at, from) => {
  const first = rubyLineOf(lines[at] ?? '');
  if (first === undefined) return undefined;
  const found = first.number === undefined ? undefined : reversedAt(lines, at, from);
  return found ?? (first.rest === '' ? loggedAt(lines, at, from) : reportAt(lines, at));
};

interface Part {
  readonly exception: Exception;
  readonly end: number;
}

/** `file:line:in 'f': message (Class)` and the callers below it; then its cause in the same form. */
function reportAt(lines: readonly string[], start: number) {
  const chain: Exception[] = [];
  let end = start;
  // Lines of the message and callers may still be coming.
  let isUnfinished = false;
  let isOpen: boolean | undefined;
  for (;;) {
    const next = reportPart(lines, end);
    const enclosing = chain.at(-1);
    if (next === undefined) break;
    isUnfinished = next.exception.frames.length === 1;
    if (enclosing !== undefined && !isCauseOf(next.exception, enclosing)) {
      // Once all of its callers are there, it may turn out to be the cause.
      isOpen = mayGoOn(lines, next.end, isUnfinished);
      break;
    }
    chain.push(next.exception);
    end = next.end;
  }
  if (chain.length === 0) return undefined;
  return {
    platform: 'ruby',
    start,
    end,
    exceptions: chain.reverse(),
    isOpen: isOpen ?? mayGoOn(lines, end, isUnfinished),
  };
}

/** A cause began in the same program, at the same outermost call; the same error again is no cause. */
function isCauseOf(cause: Exception, error: Exception): boolean {
  const [first, second] = [cause.frames[0], error.frames[0]];
  const isSame = cause.type === error.type && cause.value === error.value;
  return !isSame && first?.file === second?.file && first?.line === second?.line;
}

function reportPart(lines: readonly string[], start: number): Part | undefined {
  const top = rubyLineOf(lines[start] ?? '');
  if (top === undefined || top.rest === '' || top.isCaller) return undefined;
  const last = Math.min(lines.length, start + mostMessageLines);
  let at = start + 1;
  let below: RubyLine | undefined;
  for (; at < last && !beginsRecord(lines[at] ?? ''); at++) {
    below = rubyLineOf(lines[at] ?? '');
    if (below !== undefined) break;
  }
  const isFollowed = below?.isCaller === true;
  const message = [top.rest, ...lines.slice(start + 1, isFollowed ? at : start + 1)];
  const named = namedIn(message);
  if (named === undefined) return undefined;
  const frames = [top.frame];
  let end = isFollowed ? at : start + 1;
  for (; isFollowed && end < lines.length; end++) {
    const caller = rubyLineOf(lines[end] ?? '');
    if (caller?.isCaller && caller.rest === '' && caller.number === undefined) frames.push(caller.frame);
    else if (!/^\s*\.\.\. \d+ levels\.\.\.$/.test(lines[end] ?? '')) break;
  }
  return { exception: { ...named, frames: frames.reverse() }, end };
}

/** The class stands in parentheses behind the first line of a message, or behind the last one. */
function namedIn(message: readonly string[]): { type: string; value: string } | undefined {
  for (const [index, line] of message.entries()) {
    const [, text = '', type] = className.exec(line.slice(0, longestLine).trimEnd()) ?? [];
    if (type === undefined) continue;
    return { type, value: message.with(index, text).join('\n').trim() };
  }
  return undefined;
}

/** From Ruby 2.5 to 2.7 on a terminal: numbered callers first, the error last; a cause stands above in the same form. */
function reversedAt(lines: readonly string[], first: number, from: number) {
  const hasHeading = first > from && reversedHeading.test((lines[first - 1] ?? '').slice(-300));
  const exceptions: Exception[] = [];
  let end = first;
  for (let at: number | undefined = first; at !== undefined; at = nextNumbered(lines, end)) {
    const next = reversedPart(lines, at);
    const cause = exceptions.at(-1);
    if (next === undefined || (cause !== undefined && !isCauseOf(cause, next.exception))) break;
    exceptions.push(next.exception);
    end = next.end;
  }
  if (exceptions.length === 0) return undefined;
  const start = hasHeading ? first - 1 : first;
  return { platform: 'ruby', start, end, exceptions, isOpen: mayGoOn(lines, end) };
}

function reversedPart(lines: readonly string[], first: number): Part | undefined {
  const callers: Frame[] = [];
  let at = first;
  for (; at < lines.length; at++) {
    const caller = rubyLineOf(lines[at] ?? '');
    if (caller?.number === undefined) break;
    callers.push(caller.frame);
  }
  const report = reportPart(lines, at);
  if (report === undefined) {
    const isCutOff = at >= lines.length;
    return isCutOff ? { exception: { type: 'Exception', value: '', frames: callers }, end: at } : undefined;
  }
  const { exception } = report;
  const end = endOfMessage(lines, report.end);
  const value = [exception.value, ...lines.slice(report.end, end)].join('\n').trim();
  return { exception: { ...exception, value, frames: [...callers, ...exception.frames] }, end };
}

/** Where numbered callers go on behind an error; lines of its message may stand between. */
function nextNumbered(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at < Math.min(lines.length, from + 10); at++) {
    const line = lines[at] ?? '';
    if (reversedHeading.test(line.slice(-300)) || beginsRecord(line)) return undefined;
    if (rubyLineOf(line)?.number !== undefined) return at;
  }
  return undefined;
}

function endOfMessage(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && end < from + mostMessageLines && (lines[end] ?? '').trim() !== '') {
    if (rubyLineOf(lines[end] ?? '') !== undefined || beginsRecord(lines[end] ?? '')) break;
    end++;
  }
  return end;
}

/** A backtrace of bare lines below the line that names the error. */
function loggedAt(lines: readonly string[], first: number, from: number) {
  const header = headerAbove(lines, first, from);
  const frames: Frame[] = [];
  let end = first;
  for (; end < lines.length; end++) {
    const line = rubyLineOf(lines[end] ?? '');
    if (line === undefined || line.rest !== '') break;
    frames.push(line.frame);
  }
  if (header === undefined && frames.length < 2) return undefined;
  const { start, type, value } = header ?? { start: first, type: 'Exception', value: '' };
  return {
    platform: 'ruby',
    start,
    end,
    exceptions: [{ type, value, frames: frames.reverse() }],
    isOpen: mayGoOn(lines, end),
  };
}

function headerAbove(lines: readonly string[], first: number, from: number) {
  const lowest = Math.max(from, first - mostMessageLines);
  for (let at = first - 1; at >= lowest; at--) {
    const line = (lines[at] ?? '').slice(0, longestLine).trim().replace(loggerHead, '');
    const [, railsType, railsMessage] = leadingClass.exec(line) ?? [];
    if (railsType !== undefined) return { start: at, type: railsType, value: railsMessage ?? '' };
    const [, colonType, colonMessage] = colonClass.exec(line) ?? [];
    if (colonType !== undefined) return { start: at, type: colonType, value: colonMessage ?? '' };
    const found = className.exec(line);
    if (found !== null) {
      const start = startOfRecord(lines, at, lowest);
      const above = lines.slice(start, at).map(text => text.slice(0, longestLine).replace(loggerHead, ''));
      return { start, type: found[2] ?? 'Exception', value: [...above, found[1] ?? ''].join('\n').trim() };
    }
  }
  return undefined;
}

/** The line of the logger's head, if the message began there and goes on to `at`. */
function startOfRecord(lines: readonly string[], at: number, lowest: number): number {
  for (let start = at; start >= lowest && start > at - 10; start--) {
    if (loggerHead.test(lines[start] ?? '')) return start;
  }
  return at;
}
