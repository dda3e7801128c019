import type { Frame } from '@errata/protocol/event';

export interface SentryFrame {
  readonly filename: string;
  readonly absPath: string;
  readonly module: string | null;
  readonly package: null;
  readonly platform: null;
  readonly function: string | null;
  readonly lineNo: number | null;
  readonly colNo: number | null;
  readonly inApp: boolean;
  /** Numbered lines of source around the frame's own. */
  readonly context: readonly (readonly [number, string])[];
  readonly vars: Readonly<Record<string, unknown>> | null;
  readonly sourceLink: null;
}

export interface SentryStacktrace {
  readonly frames: readonly SentryFrame[];
  readonly framesOmitted: null;
  readonly registers: null;
  readonly hasSystemFrames: boolean;
}

/** A stack trace, or nothing where there are no frames. */
export function stacktraceOf(frames: readonly Frame[]): SentryStacktrace | null {
  if (frames.length === 0) return null;
  return {
    frames: frames.map(frameOf),
    framesOmitted: null,
    registers: null,
    hasSystemFrames: frames.some(frame => !frame.inApp),
  };
}

/** The stack trace as it came, or nothing if no source map has changed it. */
export function rawStacktraceOf(frames: readonly Frame[]): SentryStacktrace | null {
  if (frames.every(frame => frame.minified === undefined)) return null;
  return stacktraceOf(
    frames.map(({ minified, ...frame }) =>
      minified === undefined ? frame : { ...minified, inApp: frame.inApp },
    ),
  );
}

function frameOf(frame: Frame): SentryFrame {
  return {
    filename: frame.file,
    absPath: frame.file,
    module: frame.module ?? null,
    package: null,
    platform: null,
    function: frame.function ?? null,
    lineNo: frame.line ?? null,
    colNo: frame.column ?? null,
    inApp: frame.inApp,
    context: contextOf(frame),
    vars: frame.variables ?? null,
    sourceLink: null,
  };
}

function contextOf({ line, contextLine, preContext = [], postContext = [] }: Frame): [number, string][] {
  if (line === undefined || contextLine === undefined) return [];
  const first = line - preContext.length;
  return [...preContext, contextLine, ...postContext].map((text, index) => [first + index, text]);
}
