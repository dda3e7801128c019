import { objectOf } from '../lenient.ts';

const longestPrefix = 200;
const mostNesting = 4;
const stackNames = [
  'stack',
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'error.stack_trace',
  'exception.stacktrace',
  'exc_info',
  'exc_text',
  'traceback',
  'backtrace',
  'trace',
  'exception',
  'Exception',
  '@x',
  'err',
  'error',
  'thrown',
  'extendedStackTrace',
  'cause',
  'message',
  'msg',
  'log',
  'textPayload',
  'jsonPayload',
  'context',
];
const typeNames = ['type', 'class', 'name', 'exception_class', 'error.type', 'exception.type', 'error_class'];
const messageNames = ['message', 'msg', 'error', 'error.message', 'exception.message', 'exception', 'event'];

/** The stack trace among the fields of a structured log record, with a line above it if it does not name its error. */
export function stackIn(json: unknown, depth = mostNesting): string | undefined {
  const fields = objectOf(json);
  if (fields === undefined || depth === 0) return undefined;
  const monolog = monologTrace(fields);
  if (monolog !== undefined) return monolog;
  for (const name of stackNames) {
    const value = fields[name];
    const lines = textOf(value);
    if (lines === undefined) {
      const found = stackIn(value, depth - 1);
      if (found !== undefined) return found;
    } else if (lines.includes('\n')) return beginsWithFrame(lines) ? `${nameIn(fields)}\n${lines}` : lines;
  }
  return undefined;
}

/** Monolog's record of an exception, whose trace is a list of places, as PHP prints it. */
function monologTrace(fields: Readonly<Record<string, unknown>>): string | undefined {
  const { class: type, message, file, trace } = fields;
  if (typeof type !== 'string' || typeof file !== 'string' || !/:\d{1,9}$/.test(file)) return undefined;
  const places = Array.isArray(trace) ? trace.filter(place => typeof place === 'string') : [];
  const calls = places.map((place, index) => `#${index} ${place.replace(/:(\d{1,9})$/, '($1)')}`);
  return [`${type}: ${String(message)} in ${file}`, 'Stack trace:', ...calls].join('\n');
}

/** Text, or an array of lines. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const isLines = Array.isArray(value) && value.length > 0 && value.every(line => typeof line === 'string');
  return isLines ? `${value.join('\n')}\n` : undefined;
}

/** Frames of any language but Python's, whose traces have a heading; Go's call has its place in the next line. */
function beginsWithFrame(text: string): boolean {
  return /^\s*(?:at |#\d+ |\S+:\d+:in |\S+\n\t\S+\.go:\d)/.test(text.slice(0, 2000));
}

function nameIn(fields: Readonly<Record<string, unknown>>): string {
  const textAt = (names: readonly string[]) =>
    names.map(name => fields[name]).find(value => typeof value === 'string' && !value.includes('\n'));
  const type = textAt(typeNames) ?? 'Error';
  const message = textAt(messageNames);
  return message === undefined ? `${type}` : `${type}: ${message}`;
}

/**
 * The stack trace in one line: of a JSON record, maybe behind a prefix, or with escaped newlines, as in
 * `level=error stack="TypeError: x\n    at …"`.
 */
export function stackInLine(line: string): string | undefined {
  const start = line.slice(0, longestPrefix).indexOf('{"');
  const newline = line.indexOf('\\n');
  if (newline === -1 && !line.includes('"]')) return undefined;
  if (start !== -1 && line.trimEnd().endsWith('}')) {
    try {
      return stackIn(JSON.parse(line.slice(start)));
    } catch {
      // It is no JSON, whatever it looks like.
    }
  }
  return newline === -1 ? undefined : unescaped(line, newline);
}

function unescaped(line: string, newline: number): string {
  const open = line.lastIndexOf('="', newline);
  if (open === -1) return line.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  const text = line.slice(open + 2).split(/(?<!\\)"/, 1)[0] ?? '';
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"');
  }
}
