import type { Frame } from '@errata/protocol/event';
import { symbolAt } from '../../language/symbol-at.ts';
import { functionName } from '../function-name.ts';

/** Tells the function around the place in the sources. */
export type Around = () => Promise<string | undefined>;

/** From here on a line was hardly written by hand. */
const longestWritten = 300;
const longestText = 1024 * 1024;
const mangled =
  /^(?:[\w$]{1,2}|(?:[\w$]{1,2}|Object|Module|Array|Function|new)[. ](?:[\w$]{1,2}|<anonymous>))$/;

/**
 * What the function of a frame is called in the sources: as the client says unless that is a name the build made up, else
 * by what is around the place, or by what its caller's map calls it. `line` is the one in the script.
 */
export async function originalFunction(
  reported: string | undefined,
  callee: string | undefined,
  line: string | undefined,
  around: Around,
): Promise<string | undefined> {
  const isMinified = line === undefined || line.length > longestWritten;
  if (reported !== undefined && !isMinified && !mangled.test(reported)) return reported;
  return (await around()) ?? callee ?? (isMinified ? undefined : reported);
}

/** Whether a place is in the function that the frame names: then it is the one, whatever was built since. */
export async function standsIn(frame: Pick<Frame, 'function' | 'module'>, around: Around): Promise<boolean> {
  const name = functionName(frame);
  if (name === undefined || mangled.test(frame.function ?? '')) return false;
  return (await around())?.split('.').at(-1) === name;
}

/** The function around a line of a source, as far as its language and its text are known. */
export async function functionAround(
  file: string,
  text: string | undefined,
  line: number,
): Promise<string | undefined> {
  if (text === undefined || text.length > longestText) return undefined;
  // Loaders write a query behind the name.
  return symbolAt(file.slice(-300).replace(/\?[^/]*$/, ''), text, line);
}
