import { symbolAt } from '../../language/symbol-at.ts';
import type { Original } from './source-map.ts';

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
  at: { file: string; text: string | undefined; original: Original; line: string | undefined },
): Promise<string | undefined> {
  const { file, text, original, line } = at;
  const isMinified = line === undefined || line.length > longestWritten;
  if (reported !== undefined && !isMinified && !mangled.test(reported)) return reported;
  const around =
    text === undefined || text.length > longestText
      ? undefined
      : await symbolAt(nameOf(file), text, original.line);
  return around ?? callee ?? (isMinified ? undefined : reported);
}

/** The file's name as a language is told by: without a query. */
function nameOf(file: string): string {
  return file.slice(-300).replace(/\?[^/]*$/, '');
}
