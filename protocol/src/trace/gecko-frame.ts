import type { Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';

const longestFrame = 8192;
const url = /^(?:[a-z][\w+.-]{0,30}:\/\/|\/|webpack-internal:|app:|resource:|blob:|[A-Z]:[\\/])/;
/** Firefox names how an asynchronous frame came about: `promise callback*load@…`. */
const asynchronous = /^.{0,60}?\*/;

/** One `name@file:line:column` line as Firefox, Safari and JavaScriptCore write them, or nothing if the line is none. */
export function frameOfGecko(line: string): Frame | undefined {
  if (line.length > longestFrame) return undefined;
  const text = line.trim();
  if (text === '[native code]') return { file: '<anonymous>', inApp: false };
  const at = atSign(text);
  if (at === -1) return undefined;
  const name = text.slice(0, at).replace(asynchronous, '');
  const place = placeOf(text.slice(at + 1));
  if (place === undefined || !isName(name)) return undefined;
  return { ...(name !== '' && { function: name }), ...place, inApp: isInApp(place.file) };
}

/** The sign between name and place: the first one behind which a place begins (`fn@file:///a/@scope/b.js`). */
function atSign(text: string): number {
  for (
    let at = text.indexOf('@'), tries = 0;
    at !== -1 && tries < 8;
    at = text.indexOf('@', at + 1), tries++
  ) {
    const place = text.slice(at + 1, at + 40);
    if (url.test(place) || place.startsWith('[')) return at;
  }
  return -1;
}

function isName(name: string): boolean {
  return (
    name.length < 500 && (!/\s/.test(name) || /^(?:global|module|eval|async) ?(?:code|function)?$/.test(name))
  );
}

function placeOf(text: string): Pick<Frame, 'file' | 'line' | 'column'> | undefined {
  if (/^\[(?:native|wasm) code\]$/.test(text)) return { file: '<anonymous>' };
  // Of evaluated code, the place that it was evaluated at.
  const evaluated = text.indexOf(' line ');
  const place =
    evaluated !== -1 && text.includes(' > ')
      ? text.slice(0, text.indexOf(' > ')).replace(' line ', ':')
      : text;
  const [, file, line, column] = /^([^\s].*?):(\d{1,9})(?::(\d{1,9}))?$/.exec(place) ?? [];
  if (file === undefined || !url.test(file)) return undefined;
  return {
    file,
    ...(Number(line) > 0 && { line: Number(line) }),
    ...(Number(column) > 0 && { column: Number(column) }),
  };
}
