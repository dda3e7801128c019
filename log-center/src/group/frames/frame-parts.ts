import type { Frame } from '@errata/protocol/event';
import { enclosingNames, functionName, moduleName, scriptFunctionName } from './names.ts';
import { isScript, type SourcePath, sourcePathOf } from './source-path.ts';

/** A frame by what stays the same from one host and one build to the next. Unknown texts are empty. */
export interface FrameParts {
  /** Where there is no telling module, the path is the place. */
  readonly module: string;
  readonly path: SourcePath;
  readonly function: string;
  /** The name as the client sent it, which tells two methods of the same name apart. */
  readonly fullName: string;
  /** The text of the line; of foreign code only where it has no name. */
  readonly code: string;
  readonly line: number | undefined;
  readonly isScript: boolean;
  readonly isMinified: boolean;
}

const longestCode = 200;

export function framePartsOf(frame: Frame, platform: string): FrameParts {
  const ofScript = isScript(frame.file) || scriptPlatforms.has(platform);
  const isMinified = ofScript && hasMinifiedCode(frame);
  const raw = frame.function ?? '';
  const module = tellingModule(frame.module, ofScript);
  const name = raw === '' ? '' : ofScript ? scriptFunctionName(raw) : functionName(raw);
  const names = module === '' ? { module, function: name } : enclosingNames({ module, function: name });
  return {
    ...names,
    path: sourcePathOf(frame.file),
    fullName: raw,
    code: isMinified || (!frame.inApp && name !== '') ? '' : normalCode(frame.contextLine ?? ''),
    line: frame.line,
    isScript: ofScript,
    isMinified,
  };
}

const scriptPlatforms = new Set(['javascript', 'node', 'bun', 'deno']);

/**
 * A module counts if it is qualified, which makes it the same on every host. JavaScript's are made from paths by the
 * client; Python's `__main__` and Go's `main` name how the program was started.
 */
function tellingModule(raw: string | undefined, ofScript: boolean): string {
  if (raw === undefined || ofScript || !/[./\\:$]/.test(raw)) return '';
  return moduleName(raw);
}

function normalCode(line: string): string {
  return line
    .slice(0, 2 * longestCode)
    .trim()
    .replace(/\s+/g, ' ')
    .slice(0, longestCode);
}

/** Minified code has lines so long that clients cut them or leave them out. */
function hasMinifiedCode(frame: Frame): boolean {
  const code = frame.contextLine ?? '';
  if (code.length > 300 || code.includes('{snip}')) return true;
  if (code !== '') return false;
  const name = (frame.function ?? '').slice(-longestMinifiedName - 1);
  const isShort = /^(?:.*[.\s])?[\w$]{1,2}$/.test(name) && name.length <= longestMinifiedName;
  const isServed = /^(?:https?|app|capacitor):|[.-]min\.[cm]?js|[.-][0-9a-f]{8,}\.[cm]?js/i.test(
    frame.file.slice(0, 1_000),
  );
  return (
    (frame.column ?? 0) > 500 || (isShort && (isServed || frame.line === 1 || (frame.column ?? 0) > 200))
  );
}

const longestMinifiedName = 12;

/** Whether nothing about the frame would be the same after the next build. */
export function saysNothing(parts: FrameParts): boolean {
  return parts.isMinified && parts.function.length <= 2;
}

const wrappers = new Set([
  'asyncGeneratorStep',
  'asyncToGenerator',
  '_asyncToGenerator',
  '__awaiter',
  '__generator',
  '_next',
  '_throw',
  '_invoke',
  'tryCatch',
  'processTicksAndRejections',
]);
/** These may be the user's own too: they must be called on, or look like, what a compiler writes. */
const steps = new Set(['fulfilled', 'rejected', 'step', 'adopt', 'next', 'throw', 'then', 'Promise']);

/** Frames that compilers put between an asynchronous function and its caller. */
export function isWrapper(parts: FrameParts): boolean {
  if (!parts.isScript) return /\binvoke(?:Suspend|0)?\$default$|^access$/.test(parts.function);
  if (wrappers.has(parts.function)) return true;
  return (
    steps.has(parts.function) &&
    /generator|^$/.test(parts.code) &&
    /^(?:Generator\.|new Promise|Promise\.|fulfilled$|rejected$|step$|adopt$)/.test(parts.fullName)
  );
}
