import type { Event, Exception, Frame } from '@errata/protocol/event';
import { type FrameParts, framePartsOf, isWrapper, saysNothing } from '../../frames/frame-parts.ts';
import { functionKey, recurring, withoutRecursion } from '../../frames/recursion.ts';

/** A frame and whether it tells the bug. */
export interface JudgedFrame {
  readonly parts: FrameParts;
  readonly counts: boolean;
  readonly hint: string;
}

/** An exception and what its frames are worth. */
export interface Trace {
  readonly index: number;
  readonly exception: Exception;
  readonly frames: readonly JudgedFrame[];
  /** Those that count, outermost first. */
  readonly own: readonly FrameParts[];
}

export function tracesOf(event: Event): Trace[] {
  return event.exceptions.map((exception, index) => {
    const judged = joinComprehensions(
      exception.frames,
      exception.frames.map(frame => judge(frame, event.platform)),
    );
    const frames = ranOut(exception) ? onlyRecurring(judged) : onceEach(judged);
    return { index, exception, frames, own: frames.filter(({ counts }) => counts).map(({ parts }) => parts) };
  });
}

const ownCode = 'own code';

function judge(frame: Frame, platform: string): JudgedFrame {
  const parts = framePartsOf(frame, platform);
  const hint = !frame.inApp
    ? 'not in-app'
    : isWrapper(parts)
      ? 'put there by a compiler or runtime'
      : saysNothing(parts)
        ? 'minified: the name is another with every build'
        : ownCode;
  return { parts, counts: hint === ownCode, hint };
}

function leftOut(frame: JudgedFrame, hint: string): JudgedFrame {
  return { ...frame, counts: false, hint };
}

/** Python before 3.12 has a frame for a comprehension, later it is in its function's: its line, the function's name. */
function joinComprehensions(frames: readonly Frame[], judged: readonly JudgedFrame[]): JudgedFrame[] {
  const joined = [...judged];
  frames.forEach((frame, index) => {
    const around = joined[index - 1];
    const inner = joined[index];
    if (!comprehensions.has(frame.function ?? '') || !around?.counts || !inner?.counts) return;
    if (frames[index - 1]?.file !== frame.file) return;
    joined[index - 1] = leftOut(around, 'goes on in the comprehension');
    joined[index] = { ...inner, parts: { ...around.parts, code: inner.parts.code, line: inner.parts.line } };
  });
  return joined;
}

const comprehensions = new Set(['<listcomp>', '<setcomp>', '<dictcomp>']);

function onceEach(judged: readonly JudgedFrame[]): JudgedFrame[] {
  return keepOnly(judged, withoutRecursion, 'recursion: the way is the same without it');
}

/** A stack may run out anywhere in the round and in anything that is called from it. */
function onlyRecurring(judged: readonly JudgedFrame[]): JudgedFrame[] {
  const counting = judged.filter(({ counts }) => counts).map(({ parts }) => functionKey(parts));
  if (recurring(counting).length === 0) return onceEach(judged);
  return keepOnly(judged, recurring, 'the stack ran out: each function that recurs counts once').map(frame =>
    frame.counts && frame.parts.function !== '' ? { ...frame, parts: { ...frame.parts, code: '' } } : frame,
  );
}

function keepOnly(
  judged: readonly JudgedFrame[],
  choose: (keys: readonly string[]) => number[],
  hint: string,
): JudgedFrame[] {
  const counting = judged.flatMap(({ counts }, index) => (counts ? [index] : []));
  const keys = judged.filter(({ counts }) => counts).map(({ parts }) => functionKey(parts));
  const kept = new Set(choose(keys).map(place => counting[place]));
  return judged.map((frame, index) => (frame.counts && !kept.has(index) ? leftOut(frame, hint) : frame));
}

/** Whether the exception says that the stack was too deep. */
export function ranOut({ type, value }: Exception): boolean {
  return (
    /RecursionError|StackOverflow|SystemStackError|InsufficientExecutionStack|StackExhausted/.test(type) ||
    /maximum call stack|too much recursion|stack overflow|stack level too deep|maximum recursion depth|goroutine stack exceeds|maximum function nesting level/i.test(
      value.slice(0, 200),
    )
  );
}
