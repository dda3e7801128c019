import { longestLine } from './found.ts';

/** Lines of a text that have the same prefix, as log shippers put one before each line; `lines` are without it. */
export interface ShippedLines {
  readonly start: number;
  readonly lines: readonly string[];
}

/** What a line of a stack trace has behind a prefix, in any language. */
const traceMark =
  /(?:\t| {2})(?:at |File "|from )|#\d{1,3} {1,10}\S|goroutine \d+ \[|thread '[^']{0,100}' |(?:\+ Exception Group )?Traceback \(most recent call last|stack backtrace:|(?<=\s)[^\s:]{1,200}:\d{1,9}:in [`']|(?<=\s)[^\s@]{0,200}@(?:[a-z-]{2,20}:\/\/|\/)|\t\S{1,200}\.go:\d/i;
const longestPrefix = 300;
const dockerRecord = '{"log":"';

/**
 * Every run of lines that share a prefix up to what looks like a part of a stack trace. The prefix is the same but for its
 * digits: `web-1  | `, `2024-05-01T12:00:00.25Z stderr F `, `May  1 12:00:00 host app[17]: `.
 */
export function shippedLines(lines: readonly string[]): ShippedLines[] {
  const runs: ShippedLines[] = [];
  let free = 0;
  for (let index = 0; index < lines.length; index++) {
    const records = (lines[index] ?? '').startsWith(dockerRecord) ? recordsFrom(lines, index) : [];
    if (records.length > 0) {
      runs.push({ start: index, lines: records });
      free = index + records.length;
      index = free - 1;
      continue;
    }
    const prefix = prefixOf(lines[index] ?? '');
    if (prefix === undefined) continue;
    let start = index;
    while (start > free && lengthIn(lines[start - 1] ?? '', prefix) !== undefined) start--;
    const stripped: string[] = [];
    for (let at = start; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const length = lengthIn(line, prefix);
      if (length === undefined) break;
      stripped.push(line.slice(line[length] === ' ' ? length + 1 : length));
    }
    if (stripped.length < 2) continue;
    runs.push({ start, lines: stripped });
    free = start + stripped.length;
    index = free - 1;
  }
  return runs;
}

/** The text in consecutive records of Docker's own log files, one line in each. */
function recordsFrom(lines: readonly string[], start: number): string[] {
  const texts: string[] = [];
  for (let at = start; at < lines.length && (lines[at] ?? '').startsWith(dockerRecord); at++) {
    try {
      const { log }: { log?: unknown } = JSON.parse(lines[at] ?? '');
      if (typeof log !== 'string' || log.slice(0, -1).includes('\n')) break;
      texts.push(log.trimEnd());
    } catch {
      break;
    }
  }
  return texts;
}

/** The text before the mark of a stack trace, with one 0 for each number. */
function prefixOf(line: string): string | undefined {
  const mark = traceMark.exec(line.slice(0, longestPrefix));
  const prefix = mark === null ? '' : line.slice(0, mark.index).trimEnd();
  // An indented line is one of a trace itself, and so is a line that has a path or a call before the mark.
  return prefix === '' || /^\s/.test(prefix) || isPartOfTrace(prefix) ? undefined : prefix;
}

function isPartOfTrace(prefix: string): boolean {
  return /^(?:#\d|at\b|from\b|File\b|Caused by|Traceback)|[/\\(@]$/.test(prefix);
}

/** How long the prefix is in this line, whose numbers may have other digits and another length; nothing without it. */
function lengthIn(line: string, prefix: string): number | undefined {
  if (line.length > longestLine) return undefined;
  let at = 0;
  for (let index = 0; index < prefix.length; ) {
    if (isDigit(prefix, index)) {
      if (!isDigit(line, at)) return undefined;
      while (isDigit(prefix, index)) index++;
      while (isDigit(line, at)) at++;
    } else if (prefix[index] === line[at]) {
      index++;
      at++;
    } else return undefined;
  }
  return at;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
