import { type Event, reportedException, rootException } from '@errata/protocol/event';
import { sourceName } from './source-name.ts';

const longestTitle = 200;

/** How an issue is shown in one line, and where it crashed. */
export interface Headline {
  readonly title: string;
  readonly culprit: string;
}

/** Title `Type: first line of the value` and culprit `function (file)`. */
export function headlineOf(event: Event): Headline {
  return { title: titleOf(event), culprit: culpritOf(event) };
}

function titleOf(event: Event): string {
  const exception = reportedException(event);
  const value = firstLine(exception?.value ?? event.message ?? '');
  const title =
    exception === undefined ? value : value === '' ? exception.type : `${exception.type}: ${value}`;
  return cut(printable(title)) || '(no message)';
}

function culpritOf(event: Event): string {
  const frames = rootException(event)?.frames ?? [];
  const crash = frames.findLast(frame => frame.inApp) ?? frames.at(-1);
  if (crash === undefined) return cut(printable(event.transaction ?? ''));
  const file = sourceName(crash.file, 3);
  return cut(printable(crash.function === undefined ? file : `${crash.function} (${file})`));
}

function firstLine(text: string): string {
  return text.trimStart().split(/\r?\n/, 1)[0] ?? '';
}

/** Without control characters and those that reorder text, which could make it look like something else. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function cut(text: string): string {
  const characters = text.length > longestTitle ? [...text] : [];
  return characters.length > longestTitle ? `${characters.slice(0, longestTitle - 1).join('')}…` : text;
}
