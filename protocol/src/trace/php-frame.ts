import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 16_384;

/** A line of a PHP stack trace: which function was called, and where the call stands. */
export interface PhpCall {
  readonly function: string;
  /** Nothing for a call that PHP itself made. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** `#0 /srv/a.php(3): App\Cart->total()`, `#1 [internal function]: f()` or `#2 {main}`. */
export function phpCallOf(line: string): PhpCall | undefined {
  if (line.length > longestFrame || !line.includes('#')) return undefined;
  const [mark] = /^\s*#\d{1,6} /.exec(line) ?? [];
  if (mark === undefined) return undefined;
  const text = line.slice(mark.length).trim();
  if (text.startsWith('{main}')) return { function: '{main}' };
  const internal = '[internal function]: ';
  if (text.startsWith(internal)) return { function: nameOf(text.slice(internal.length)) };
  // The file may have parentheses in its name; the line number is in those before the first colon.
  const [, file, number] = /^([^\n]{1,4096}?)\((\d{1,9})\)(?:: |$)/.exec(text) ?? [];
  if (file === undefined || !/[/\\.]/.test(file)) return undefined;
  const call = text.slice(file.length + (number ?? '').length + 3).trim();
  return { function: nameOf(call), place: { file, line: Number(number) } };
}

function nameOf(call: string): string {
  // `{closure:App\Cart::run():4}()` has parentheses in its name; text that was in JSON has each backslash twice.
  const closure = call.indexOf('{closure');
  const open = call.indexOf('(', closure === -1 ? 0 : call.indexOf('}', closure));
  const name = open === -1 ? call : call.slice(0, open);
  return name.replace(/-(?:>|&gt;)/, '::').replaceAll('\\\\', '\\');
}

/**
 * The frames of calls that are innermost first, for an error at `place`. PHP gives with each call the place where it stands,
 * which lies in the function that was called by the next line.
 */
export function phpFrames(calls: readonly PhpCall[], place: PhpCall['place']): Frame[] {
  const frames: Frame[] = [];
  let at = place;
  for (const call of calls) {
    if (at !== undefined) frames.push(frameOf(at, call.function));
    else if (frames.length > 0 && call.place !== undefined) frames.push(frameOf(undefined, call.function));
    at = call.place;
  }
  if (at !== undefined) frames.push(frameOf(at, undefined));
  return frames.reverse();
}

function frameOf(place: PhpCall['place'], name: string | undefined): Frame {
  const file = place?.file ?? '<internal>';
  const isMain = name === undefined || name === '{main}' || name === '';
  return {
    file,
    ...(!isMain && { function: name }),
    ...(place !== undefined && place.line > 0 && { line: place.line }),
    inApp: isInApp(file, 'php'),
  };
}
