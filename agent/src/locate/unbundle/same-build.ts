import type { Event, Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { quotedAs } from '../quoted-line.ts';
import type { BuiltFile } from './built-scripts.ts';
import { lineOf, normalDebugId } from './script.ts';

/** Whether a script on disk is the one that crashed, as far as anything tells; `other` says what does. */
export type SameBuild = 'same' | 'unknown' | { readonly other: string };

/** `main.3f2a9c1b.js`, `index-DiwrgTda.js`: a name that changes with the content. */
const hashed =
  /[.\-_](?:(?=[a-f]{0,40}\d)[0-9a-f]{8,40}|(?=\w{0,7}[A-Z0-9])[\w-]{8})(?:\.(?:min|chunk|bundle))?\.\w{1,10}$/;
const leastPart = 20;
const longestWritten = 300;
const built = new Set(['dist', 'build', 'out', '_next', '.next', '.output', '.nuxt']);

/** The debug id under which the script that a frame was in is known. */
export function debugIdOfFrame(event: Event, frame: Frame): string | undefined {
  const image = event.debugImages?.find(({ codeFile }) => pathOf(codeFile) === pathOf(frame.file));
  return image === undefined ? undefined : normalDebugId(image.debugId);
}

/** Whether a frame's script has hardly been written as it is. */
export function looksBuilt({ column = 0 }: Frame, segments: readonly string[]): boolean {
  const name = segments.at(-1)?.slice(-200) ?? '';
  return (
    column > longestWritten ||
    /\.min\.\w+$/.test(name) ||
    hashed.test(name) ||
    segments.some(each => built.has(each))
  );
}

/** Compares a frame with the script that has its name here, and the ids of that and of its map. */
export function sameBuild(
  frame: Frame,
  crashed: string | undefined,
  { file, text, debugIds }: Pick<BuiltFile, 'file' | 'text' | 'debugIds'>,
): SameBuild {
  const name = file.slice(-200);
  const here = debugIds.filter(id => id !== undefined);
  if (crashed !== undefined && here.length > 0) {
    if (here.includes(crashed)) return 'same';
    return {
      other: t('its debug id is {0}, and {1} crashed', here[0]?.slice(0, 12) ?? '', crashed.slice(0, 12)),
    };
  }
  if (text === undefined || frame.line === undefined) return hashed.test(name) ? 'same' : 'unknown';
  const line = lineOf(text, frame.line);
  if (line === undefined) return { other: t('it has no line {0}', frame.line) };
  const quoted = frame.contextLine?.trim() ?? '';
  if (quoted !== '') {
    const isThere = quotedAs(quoted)(line) || (quoted.length >= leastPart && line.includes(quoted));
    return isThere ? 'same' : { other: t('the quoted code is not at its line {0}', frame.line) };
  }
  if (frame.column !== undefined && frame.column > line.length + 1) {
    return { other: t('its line {0} has no column {1}', frame.line, frame.column) };
  }
  return hashed.test(name) ? 'same' : 'unknown';
}

function pathOf(file: string): string {
  return file.startsWith('file://') ? file.slice('file://'.length) : file;
}
