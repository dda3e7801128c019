import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { countOf, type Json, objectOf, textOf } from '../lenient.ts';

/** Frames of a Sentry stack trace, outermost first as Sentry has them; what is no frame is dropped. */
export function framesFromSentry(stacktrace: unknown): Frame[] {
  const frames = objectOf(stacktrace)?.['frames'];
  if (!Array.isArray(frames)) return [];
  return frames.flatMap(frame => {
    const fields = objectOf(frame);
    return fields === undefined ? [] : [frameFromSentry(fields)];
  });
}

function frameFromSentry(fields: Json): Frame {
  const file = fileOf(fields);
  const named = textOf(fields['function']);
  // Sentry's SDKs write that for code without a name.
  const functionName = named === '?' || named === '<unknown>' ? undefined : named;
  const module = textOf(fields['module']);
  const line = countOf(fields['lineno'] ?? fields['lineNo']);
  const column = countOf(fields['colno'] ?? fields['colNo']);
  const inApp = fields['in_app'] ?? fields['inApp'];
  const variables = objectOf(fields['vars']);
  return {
    file,
    ...(functionName !== undefined && { function: functionName }),
    ...(module !== undefined && { module }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    inApp: typeof inApp === 'boolean' ? inApp : isInApp(file),
    ...contextOf(fields, line),
    ...(variables !== undefined && { variables: { ...variables } }),
  };
}

function fileOf(fields: Json): string {
  const absolute = textOf(fields['abs_path'] ?? fields['absPath']);
  const name = textOf(fields['filename']);
  if (absolute !== undefined && isPath(absolute)) return absolute;
  return name ?? absolute ?? textOf(fields['module']) ?? '<unknown>';
}

/** An absolute path of any system, or a URL. */
function isPath(text: string): boolean {
  return /^(?:\/|\\\\|[a-z]:[\\/]|[a-z][a-z0-9+.-]{1,20}:)/i.test(text);
}

type Context = Pick<Frame, 'contextLine' | 'preContext' | 'postContext'>;

function contextOf(fields: Json, line: number | undefined): Context {
  if (Array.isArray(fields['context']) && line !== undefined) return numberedContext(fields['context'], line);
  const contextLine = fields['context_line'];
  const preContext = linesOf(fields['pre_context']);
  const postContext = linesOf(fields['post_context']);
  return {
    ...(typeof contextLine === 'string' && { contextLine }),
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
  return value.map(line => (typeof line === 'string' ? line : ''));
}
