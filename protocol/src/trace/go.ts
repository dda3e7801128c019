import type { Exception, Frame } from '../event.ts';
import { longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { type Call, callAt, crashOf } from './go-frame.ts';
import { beginsRecord } from './log-line.ts';

const goroutine = /^\s*goroutine \d{1,19} [^[]{0,100}\[[^\]]{1,200}\]:$/;
const reported = /^(?:.{0,200}?[\s\]])?(panic|fatal error|SIG[A-Z]{2,8}): (.*)$/;
/** A panic that was raised while another one was on its way. */
const again = /^\tpanic: (.*)$/;
const recovered = / \[recovered(?:, repanicked)?\]$/;
const signal = /^\[(?:signal |recovered)|^(?:PC=|goexit|\s*$)/;
const elided = /^\s*\.\.\.(?:\d+ frames|additional frames) elided\.\.\.$/;
/** What loggers and net/http put before the message of a panic that they recovered from. */
const intro =
  /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?(?:http: panic serving \S+: |(?:recovered|panic|error)(?: from panic)?: )?/i;
/** The head of a log record that may tell an error: Go's own has a time only. */
const errorRecord = /^\d{4}\/\d\d\/\d\d [\d:.]+ |\b(?:err|error|fatal)\b/i;
const runtimeStack = 'runtime stack:';
const mostMessageLines = 40;

/** Go's panics and fatal errors with their goroutines, stacks of `debug.Stack`, and errors printed with `%+v`. */
export const findGoTrace: TraceFinder = (lines, at, from) => {
  const line = lines[at] ?? '';
  if (goroutine.test(line)) return goroutineAt(lines, at, from);
  if (line === runtimeStack) {
    // It stands above the goroutine, and is not what the program did.
    const ahead = lines.slice(at, at + mostMessageLines).findIndex(other => goroutine.test(other));
    return ahead === -1 ? undefined : goroutineAt(lines, at + ahead, from);
  }
  // The place of a call is in the line below it.
  if (at === from || !line.includes('.go:')) return undefined;
  return callAt(lines, at - 1) === undefined ? undefined : stacksAt(lines, at - 1, from);
};

function goroutineAt(lines: readonly string[], at: number, from: number) {
  const head = headAbove(lines, at, from);
  const { calls, end } = readCalls(lines, at + 1);
  const all = skipGoroutines(lines, end);
  return {
    platform: 'go',
    start: head.at,
    end: all,
    exceptions: chainOf(head, calls),
    // A call may have come without its place yet.
    isOpen: mayGoOn(lines, all, lines.length - all <= 2),
  };
}

interface Head {
  readonly at: number;
  readonly type: string;
  /** Oldest panic first. */
  readonly messages: readonly string[];
}

/** The message above a goroutine: that of the runtime, or else the line above, as a program prints `debug.Stack()`. */
function headAbove(lines: readonly string[], goroutineLine: number, from: number): Head {
  const lowest = Math.max(from, goroutineLine - mostMessageLines);
  for (let at = goroutineLine - 1; at >= lowest; at--) {
    const line = (lines[at] ?? '').slice(0, longestLine);
    if (goroutine.test(line)) break;
    const [, type, first] = again.test(line) ? [] : (reported.exec(line) ?? []);
    if (type === undefined || first === undefined || /^\[signal |http: panic/.test(line)) continue;
    return { at, type, messages: messagesOf([first, ...lines.slice(at + 1, goroutineLine)]) };
  }
  const above = (lines[goroutineLine - 1] ?? '').slice(0, longestLine).trim();
  if (goroutineLine <= from || above === '') return { at: goroutineLine, type: 'panic', messages: [''] };
  return { at: goroutineLine - 1, type: 'panic', messages: [above.replace(intro, '')] };
}

function messagesOf(lines: readonly string[]): string[] {
  const messages: string[][] = [];
  for (const [index, line] of lines.entries()) {
    const next = again.exec(line.slice(0, longestLine))?.[1];
    if (index === 0 || next !== undefined) messages.push([next ?? line]);
    else if (signal.test(line) || line === runtimeStack) break;
    else messages.at(-1)?.push(line);
  }
  return messages.map(parts =>
    parts.map(part => part.slice(0, longestLine).replace(recovered, '')).join('\n'),
  );
}

/** Each panic has the frames below it: those above ran because of it. */
function chainOf(head: Head, calls: readonly Call[]): Exception[] {
  const { messages } = head;
  return messages.map((value, index) => {
    const frames = crashOf(calls, messages.length === 1 || index < messages.length - 1);
    return { ...typedValue(head.type, value), frames };
  });
}

/** A value that is neither text nor an error is printed with its type: `(main.Failure) {…}`, `main.Code(3)`. */
function typedValue(kind: string, value: string): { type: string; value: string } {
  if (value.startsWith('runtime error: ')) return { type: 'runtime.Error', value };
  const [, boxed, plain] =
    /^(?:\((\*?[\w./-]{1,200}\.\w{1,200})\) |([a-z]\w{0,100}\.[A-Z]\w{0,100})\()/.exec(value) ?? [];
  return { type: boxed ?? plain ?? kind, value };
}

/** The calls of one goroutine, innermost first. */
function readCalls(lines: readonly string[], from: number): { calls: Call[]; end: number } {
  const calls: Call[] = [];
  let end = from;
  while (end < lines.length) {
    const call = callAt(lines, end);
    if (call !== undefined) calls.push(call);
    else if (!elided.test(lines[end] ?? '')) break;
    end += call === undefined ? 1 : 2;
  }
  return { calls, end };
}

function skipGoroutines(lines: readonly string[], from: number): number {
  let end = from;
  for (;;) {
    const next = (lines[end] ?? '').trim() === '' ? end + 1 : end;
    if (!goroutine.test(lines[next] ?? '')) return end;
    end = readCalls(lines, next + 1).end;
  }
}

/** Stacks as `%+v` prints them for errors that carry one: each under its message, the cause first. */
function stacksAt(lines: readonly string[], first: number, from: number) {
  const exceptions: Exception[] = [];
  let start: number | undefined;
  let at = first;
  let end = from;
  for (;;) {
    const message = messageAbove(lines, at, end);
    start ??= at - message.length;
    const read = readCalls(lines, at);
    const value = message.join('\n').trim();
    exceptions.push({
      type: 'error',
      value: start === at ? '' : value.replace(intro, ''),
      frames: framesOf(read.calls),
    });
    end = read.end;
    const next = [1, 2, 3].find(ahead => callAt(lines, end + ahead) !== undefined);
    if (
      next === undefined ||
      lines.slice(end, end + next).some(line => line.trim() === '' || beginsRecord(line))
    )
      break;
    at = end + next;
  }
  // The message of the next error may have come without its stack.
  const isOpen = lines.length - end < 4 && mayGoOn(lines, end, true);
  return { platform: 'go', start, end, exceptions, isOpen };
}

/** The lines of the message right above a stack: two at most, since nothing tells where the first one begins. */
function messageAbove(lines: readonly string[], at: number, from: number): string[] {
  const message: string[] = [];
  for (let above = at - 1; above >= Math.max(from, at - 2); above--) {
    const line = (lines[above] ?? '').slice(0, longestLine);
    const isOther = beginsRecord(line) && !errorRecord.test(line);
    if (line.trim() === '' || isOther) break;
    message.unshift(line);
    if (beginsRecord(line)) break;
  }
  return message;
}

function framesOf(calls: readonly Call[]): Frame[] {
  return calls.map(({ frame }) => frame).reverse();
}
