import type { Frame } from '../event.ts';
import { frameOfDart, frameOfTerseDart } from './dart-frame.ts';
import { longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { beginsRecord } from './log-line.ts';

const unhandled = /Unhandled [Ee]xception:\s*(.*)$/;
const flutterHead = /^(?:═|=){2,}.{0,20} EXCEPTION CAUGHT BY .{1,100}$/;
const flutterThrown =
  /^(?:The following (\S{1,200}) was thrown.{0,1000}:|The following (\S{1,200}) object was thrown.{0,1000}:)$/;
const flutterStack = /^When the exception was thrown, this was the stack:$/;
const asynchronous = /^\s*(?:<asynchronous suspension>|=+ asynchronous gap =+|\(elided .{1,500}\))$/;
const named =
  /^(?:.{0,200}?\s)?(_?[A-Z]\w{0,200}(?:Error|Exception|Failure)|Exception|_?[A-Z]\w{0,200})(?: \([^)]{0,200}\))?: (.*)$/;
/** What Dart prints for its own errors, whose text does not name their class. */
const unnamed: readonly (readonly [RegExp, string])[] = [
  [/^Bad state: /, 'StateError'],
  [/^Invalid argument/, 'ArgumentError'],
  [/^Unsupported operation: /, 'UnsupportedError'],
  [/^(?:type '.{1,500}' is not a subtype of|Null check operator used on a null value)/, 'TypeError'],
  [/^Concurrent modification during iteration/, 'ConcurrentModificationError'],
  [/^Stack Overflow/, 'StackOverflowError'],
  [/^Out of Memory/, 'OutOfMemoryError'],
  [/^'[^']{1,500}': Failed assertion: /, 'AssertionError'],
];
const mostMessageLines = 40;

/** Stack traces of Dart and Flutter. */
export const findDartTrace: TraceFinder = (lines, start, from) => {
  const line = lines[start] ?? '';
  const isTerse = frameOfDart(line) === undefined;
  // One line of the short form could be anything.
  const next = lines[start + 1] ?? '';
  if (isTerse && !(isTerseFrame(line) && (isTerseFrame(next) || asynchronous.test(next)))) return undefined;
  const { frames, end } = readFrames(lines, start, isTerse ? frameOfTerseDart : frameOfDart);
  const { at, type, value } = headerAbove(lines, start, from);
  const exceptions = [{ type, value, frames: frames.reverse() }];
  return { platform: 'dart', start: at, end, exceptions, isOpen: mayGoOn(lines, end) };
};

function isTerseFrame(line: string): boolean {
  return frameOfTerseDart(line) !== undefined;
}

function readFrames(lines: readonly string[], start: number, frameOf: (line: string) => Frame | undefined) {
  const frames: Frame[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const frame = frameOf(lines[end] ?? '');
    if (frame !== undefined) frames.push(frame);
    else if (!asynchronous.test(lines[end] ?? '')) break;
  }
  return { frames, end };
}

interface Header {
  readonly at: number;
  readonly type: string;
  readonly value: string;
}

function headerAbove(lines: readonly string[], start: number, from: number): Header {
  const lowest = Math.max(from, start - mostMessageLines);
  const textFrom = (at: number, first: string) =>
    [first, ...lines.slice(at + 1, start).map(line => line.slice(0, longestLine))].join('\n').trim();
  for (let at = start - 1; at >= lowest; at--) {
    const line = (lines[at] ?? '').slice(0, longestLine).trim();
    if (isFrame(line)) break;
    const thrown = flutterThrown.exec(line);
    if (thrown !== null) return flutterHeader(lines, at, start, lowest, thrown[1] ?? thrown[2] ?? 'Error');
    const first = unhandled.exec(line)?.[1];
    if (first !== undefined) return { at, ...typed(textFrom(at, first)) };
  }
  for (let at = start - 1; at >= lowest; at--) {
    const line = (lines[at] ?? '').slice(0, longestLine).trim();
    if (line === '' || isFrame(line)) break;
    if (isNamed(line)) return { at, ...typed(textFrom(at, line)) };
    if (beginsRecord(line)) break;
  }
  const above = (lines[start - 1] ?? '').slice(0, longestLine).trim();
  return start > from && above !== '' && !isFrame(above)
    ? { at: start - 1, ...typed(above) }
    : { at: start, type: 'Error', value: '' };
}

function isFrame(line: string): boolean {
  return frameOfDart(line) !== undefined;
}

/** Flutter's box: the class, the message up to an empty line, hints, the stack. */
function flutterHeader(
  lines: readonly string[],
  at: number,
  start: number,
  lowest: number,
  type: string,
): Header {
  const blank = lines
    .slice(at, start)
    .findIndex(line => line.trim() === '' || flutterStack.test(line.trim()));
  const message = lines
    .slice(at + 1, blank === -1 ? start : at + blank)
    .map(line => line.slice(0, longestLine).trim());
  const isHead = at > lowest && flutterHead.test((lines[at - 1] ?? '').trim());
  return { at: isHead ? at - 1 : at, type: type.replace(/^_(?=[A-Z])/, ''), value: message.join('\n') };
}

function isNamed(line: string): boolean {
  return named.test(line) || unnamed.some(([form]) => form.test(line));
}

function typed(text: string): { type: string; value: string } {
  const own = unnamed.find(([form]) => form.test(text));
  if (own !== undefined) return { type: own[1], value: text };
  const [first = '', ...more] = text.split('\n');
  const [, type, message] = named.exec(first) ?? [];
  return type === undefined
    ? { type: 'Error', value: text }
    : { type, value: [message, ...more].join('\n').trim() };
}
