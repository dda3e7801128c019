import type { Exception, Frame } from '../event.ts';
import { type FoundTrace, longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { type Header, headerAbove, headerIn, messageOf } from './header.ts';
import { frameOfJava } from './java-frame.ts';
import { beginsRecord } from './log-line.ts';

const intro = /^(?:.{0,200}?Exception in thread "[^"]{0,200}" |Caused by: |Suppressed: |Wrapped by: )/;
const sectionMark = /^(\s*)(Caused by|Suppressed|Wrapped by): /;
const circular = /\[CIRCULAR REFERENCE/;
const omitted = /^\s*\.{3} (\d{1,6}) (?:more|common frames omitted|frames? )/;
const isFrame = (line: string) => frameOfJava(line) !== undefined;
const form = { intro, isFrame };
const mostMessageLines = 30;
/** A long trace with many causes that repeat it would otherwise need space by their product. */
const mostRestored = 10_000;

/** One throwable of a printed trace. */
interface Section {
  readonly mark: string | undefined;
  readonly indent: number;
  readonly type: string;
  readonly value: string;
  /** Innermost first, as the JVM prints them. */
  readonly frames: readonly Frame[];
  /** How many of the outermost frames were left out, since the enclosing throwable has the same. */
  readonly common: number;
  readonly end: number;
}

/** Stack traces of the JVM: Java, Kotlin, Scala and others, with causes as one chain. */
export const findJavaTrace: TraceFinder = (lines, at, from) => {
  if (!isFrame(lines[at] ?? '')) return undefined;
  return traceOf(lines, headerAbove(lines, at, from, form), at);
};

function traceOf(lines: readonly string[], header: Header | undefined, start: number): FoundTrace {
  const sections = [sectionOf(lines, header, undefined, start)];
  let end = sections[0]?.end ?? start;
  for (;;) {
    const next = sectionAt(lines, end);
    if (next === undefined) break;
    sections.push(next);
    end = next.end;
  }
  // A cause whose frames are not there yet may have a message of several lines.
  const last = sections.at(-1);
  const isUnfinished =
    last !== undefined && last.mark !== 'circular' && last.frames.length + last.common === 0;
  const isOpen = mayGoOn(lines, end, isUnfinished);
  return { platform: 'java', start: header?.at ?? start, end, exceptions: chainOf(sections), isOpen };
}

/** The throwable whose mark is in this line, with a message that may have several lines. */
function sectionAt(lines: readonly string[], at: number): Section | undefined {
  const line = (lines[at] ?? '').slice(0, longestLine);
  const [, , mark] = sectionMark.exec(line) ?? [];
  if (mark === undefined) return undefined;
  // It stands in the chain already, and has no frames here.
  if (circular.test(line)) return { ...sectionOf(lines, undefined, 'circular', at + 1), end: at + 1 };
  let start = at + 1;
  const last = Math.min(lines.length, at + mostMessageLines);
  while (start < last && !isBody(lines[start] ?? '')) start++;
  // Without frames the message is the one line: what follows may be anything.
  const hasBody = start < lines.length && isBody(lines[start] ?? '');
  return sectionOf(lines, headerIn(line, at, intro), mark, hasBody ? start : at + 1);
}

function isBody(line: string): boolean {
  return isFrame(line) || omitted.test(line) || sectionMark.test(line) || beginsRecord(line);
}

function sectionOf(
  lines: readonly string[],
  header: Header | undefined,
  mark: string | undefined,
  start: number,
): Section {
  const frames: Frame[] = [];
  let common = 0;
  let end = start;
  for (; end < lines.length; end++) {
    const frame = frameOfJava(lines[end] ?? '');
    if (frame !== undefined) frames.push(frame);
    else {
      const count = omitted.exec(lines[end] ?? '')?.[1];
      if (count === undefined) break;
      common += Number(count);
    }
  }
  const headerLine = lines[header?.at ?? start] ?? '';
  const type = header?.type ?? 'Exception';
  return {
    mark,
    indent: headerLine.length - headerLine.trimStart().length,
    type: type.slice(type.lastIndexOf('.') + 1),
    value: header === undefined ? '' : messageOf(lines, header, start),
    frames,
    common,
    end,
  };
}

/**
 * The chain, cause first. What was suppressed stands before the exception that suppressed it, without its frames: it is no
 * cause, and must not be taken for the root.
 */
function chainOf(sections: readonly Section[]): Exception[] {
  const rootFirst = sections.some(({ mark }) => mark === 'Wrapped by');
  const outerFirst = rootFirst ? sections.toReversed() : sections;
  const chain: Exception[] = [];
  let enclosing: readonly Frame[] = [];
  let restorable = mostRestored;
  let suppressedBelow: number | undefined;
  for (const section of outerFirst) {
    if (section.mark === 'circular') continue;
    const isCauseOfSuppressed = suppressedBelow !== undefined && section.indent >= suppressedBelow;
    if (section.mark === 'Suppressed') {
      if (!isCauseOfSuppressed) suppressedBelow = Math.max(section.indent, 1);
      chain.push({ type: section.type, value: section.value, frames: [] });
    } else if (isCauseOfSuppressed) {
      chain.push({ type: section.type, value: section.value, frames: [] });
    } else {
      suppressedBelow = undefined;
      const restored = Math.min(section.common, enclosing.length, restorable);
      restorable -= restored;
      enclosing = [...section.frames, ...enclosing.slice(enclosing.length - restored)];
      chain.push({ type: section.type, value: section.value, frames: enclosing.toReversed() });
    }
  }
  return chain.reverse();
}
