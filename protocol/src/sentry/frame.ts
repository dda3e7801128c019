import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { countOf, type Json, objectOf, pairsOf, textOf } from '../lenient.ts';

/** Of a deeper trace, as a runaway recursion makes it, the middle is left out. */
const mostFrames = 250;

/**
 * Frames of a Sentry stack trace, outermost first as Sentry has them; what is no frame is dropped.
 * @param platform of the event; a frame may name another
 */
export function framesFromSentry(stacktrace: unknown, platform?: string): Frame[] {
  const frames = Array.isArray(stacktrace) ? stacktrace : objectOf(stacktrace)?.['frames'];
  if (!Array.isArray(frames)) return [];
  const kept =
    frames.length <= mostFrames
      ? frames
      : [...frames.slice(0, mostFrames / 2), ...frames.slice(-mostFrames / 2)];
  return kept.flatMap(frame => {
    const fields = objectOf(frame);
    return fields === undefined ? [] : [frameFromSentry(fields, platform)];
  });
}

function frameFromSentry(fields: Json, platform: string | undefined): Frame {
  const file = fileOf(fields);
  const named = textOf(fields['function'] ?? fields['raw_function']);
  // Sentry's SDKs write that for code without a name.
  const functionName = named === '?' || named === '<unknown>' ? undefined : named;
  const module = textOf(fields['module']);
  const line = countOf(fields['lineno'] ?? fields['lineNo']);
  const column = countOf(fields['colno'] ?? fields['colNo']);
  const inApp = fields['in_app'] ?? fields['inApp'];
  const variables = variablesOf(fields['vars']);
  return {
    file,
    ...(functionName !== undefined && { function: functionName }),
    ...(module !== undefined && { module }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    inApp:
      typeof inApp === 'boolean'
        ? inApp
        : isInApp(file, textOf(fields['platform']) ?? platform, module ?? functionName),
    ...contextOf(fields, line),
    ...(variables !== undefined && { variables }),
  };
}

function fileOf(fields: Json): string {
  const absolute = textOf(fields['abs_path'] ?? fields['absPath']);
  const name = textOf(fields['filename']);
  if (absolute !== undefined && isPath(absolute)) return absolute;
  // Native frames have no file, but the library that they are in.
  return name ?? absolute ?? textOf(fields['module']) ?? textOf(fields['package']) ?? '<unknown>';
}

/** Names with their values; clients without names for their arguments send a list. */
function variablesOf(value: unknown): Record<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const pairs = pairsOf(value);
    const named = pairs.length === value.length ? pairs : value.entries();
    return value.length === 0 ? undefined : Object.fromEntries(named);
  }
  const variables = objectOf(value);
  return variables && { ...variables };
}

/** An absolute path of any system, or a URL. */
function isPath(text: string): boolean {
  return /^(?:\/|\\\\|[a-z]:[\\/]|[a-z][a-z0-9+.-]{1,20}:)/i.test(text);
}

type Context = Pick<Frame, 'contextLine' | 'preContext' | 'postContext'>;

function contextOf(fields: Json, line: number | undefined): Context {
  if (Array.isArray(fields['context']) && line !== undefined) return numberedContext(fields['context'], line);
  const contextLine = lineOf(fields['context_line']);
  const preContext = linesOf(fields['pre_context']);
  const postContext = linesOf(fields['post_context']);
  return {
    ...(contextLine !== undefined && { contextLine }),
    ...(preContext !== undefined && { preContext }),
    ...(postContext !== undefined && { postContext }),
  };
}

/** The form of Sentry's web API: `[[line number, text], …]`. */
function numberedContext(context: readonly unknown[], line: number): Context {
  const lines = context.flatMap((entry): [number, string][] => {
    const [number, text]: unknown[] = Array.isArray(entry) ? entry : [];
    return typeof number === 'number' && typeof text === 'string' ? [[number, text]] : [];
  });
  const contextLine = lines.find(([number]) => number === line)?.[1];
  if (contextLine === undefined) return {};
  return {
    contextLine,
    preContext: lines.filter(([number]) => number < line).map(([, text]) => text),
    postContext: lines.filter(([number]) => number > line).map(([, text]) => text),
  };
}

function linesOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  // A line that is missing keeps its place: the lines count from the context line.
  return value.map(line => lineOf(line) ?? '');
}

/** Some clients send the newline, too. */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.endsWith('\n') ? value.slice(0, -1) : value;
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
