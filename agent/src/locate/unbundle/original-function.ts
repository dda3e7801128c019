import type { Frame } from '@errata/protocol/event';
import { symbolAt } from '../../language/symbol-at.ts';
import { functionName } from '../function-name.ts';
import type { Original } from './source-map.ts';

/** A place in a source, with its text where that is known. */
export interface Place {
  readonly file: string;
  readonly text: string | undefined;
  readonly original: Original;
}

/** From here on a line was hardly written by hand. */
const longestWritten = 300;
const longestText = 1024 * 1024;
const mangled =
  /^(?:[\w$]{1,2}|(?:[\w$]{1,2}|Object|Module|Array|Function|new)[. ](?:[\w$]{1,2}|<anonymous>))$/;

/**
 * What the function of a frame is called in the sources: as the client says unless that is a name the build made up, else
 * by what is around the place, or by what its caller's map calls it.
 */
export async function originalFunction(
  reported: string | undefined,
  callee: string | undefined,
  at: Place & { readonly line: string | undefined },
): Promise<string | undefined> {
  const { file, text, original, line } = at;
  const isMinified = line === undefined || line.length > longestWritten;
  if (reported !== undefined && !isMinified && !mangled.test(reported)) return reported;
  const around = await functionAround({ file, text, original });
  return around ?? callee ?? (isMinified ? undefined : reported);
}

/** Whether a place is in the function that the frame names: then it is the one, whatever was built since. */
export async function standsIn(frame: Pick<Frame, 'function' | 'module'>, at: Place): Promise<boolean> {
  const name = functionName(frame);
  if (name === undefined || mangled.test(frame.function ?? '')) return false;
  return (await functionAround(at))?.split('.').at(-1) === name;
}

async function functionAround({ file, text, original }: Place): Promise<string | undefined> {
  if (text === undefined || text.length > longestText) return undefined;
  return symbolAt(nameOf(file), text, original.line);
}

/** The file's name as a language is told by: without a query. */
function nameOf(file: string): string {
  return file.slice(-300).replace(/\?[^/]*$/, '');
}
