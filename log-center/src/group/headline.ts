import { type Event, type Exception, reportedException } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { sourcePathOf } from './frames/source-path.ts';
import { isGroup } from './strategies/v2/exception-groups.ts';

const longestTitle = 200;

/** How an issue is shown in one line, and where it crashed. */
export interface Headline {
  readonly title: string;
  readonly culprit: string;
}

/** Title `Type: first line of the value`, unless a rule wishes for another, and culprit `function (file)`. */
export function headlineOf(event: Event, wished?: string): Headline {
  return { title: lineOf(wished ?? '') || titleOf(event), culprit: culpritOf(event) };
}

function titleOf(event: Event): string {
  const exception = tellingException(event);
  const value = firstLine(exception?.value ?? event.message ?? '');
  const title =
    exception === undefined ? value : value === '' ? exception.type : `${exception.type}: ${value}`;
  return cut(printable(title)) || '(no message)';
}

/** The last that passed through own code and is not only the bag of others; a library's wrapper says little. */
function tellingException(event: Event): Exception | undefined {
  const isOwn = (exception: Exception) => !isGroup(exception) && exception.frames.some(({ inApp }) => inApp);
  return event.exceptions.findLast(isOwn) ?? reportedException(event);
}

function culpritOf(event: Event): string {
  const frames = rootException(event)?.frames ?? [];
  const crash = frames.findLast(frame => frame.inApp) ?? frames.at(-1);
  if (crash === undefined) return cut(printable(event.transaction ?? ''));
  const file = sourcePathOf(crash.file).segments.slice(-3).join('/');
  return cut(printable(crash.function === undefined ? file : `${crash.function} (${file})`));
}

function lineOf(text: string): string {
  return cut(printable(firstLine(text)));
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
