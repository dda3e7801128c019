import type { Location } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import type { Sighting } from '../frameworks/framework.ts';

/** The event's exception, as it has to be seen again in the sandbox. */
export interface ExpectedException {
  readonly type: string;
  readonly message: string;
  /** The message has to be the same to the letter: where the input is made up, a like one is another bug. */
  readonly exactMessage?: boolean;
  /** So has the line on which the program's own code raised it: made-up input often fails close by. */
  readonly exactPlace?: boolean;
  /** Where it was raised, in the checkout as it is now; absent when no frame could be mapped. */
  readonly place?: { readonly file: string; readonly line: number; readonly function?: string };
}

/** The exception to look for: the root exception, at its innermost frame that was mapped onto the checkout. */
export function expectedException(
  event: Event,
  locations: readonly Location[],
): ExpectedException | undefined {
  const exception = rootException(event);
  if (exception === undefined) return undefined;
  const mapped = locations
    .filter(location => location.frame !== undefined)
    .sort((a, b) => (b.frame ?? 0) - (a.frame ?? 0))[0];
  const name = mapped?.symbol?.split('.').at(-1);
  return {
    type: exception.type,
    message: exception.value,
    ...(mapped
      ? { place: { file: mapped.file, line: mapped.line, ...(name ? { function: name } : {}) } }
      : {}),
  };
}

/** True when what was seen is the event's exception: same type, same message in form, raised in the same file. */
export function isSame(expected: ExpectedException, seen: Sighting): boolean {
  return (
    (lastName(seen.type) === lastName(expected.type) || printedPanic.test(seen.type)) &&
    similarMessages(expected, seen) &&
    isSamePlace(expected, seen)
  );
}

/** What Go prints of a panic does not tell its type, which a client may know. */
const printedPanic = /^(?:panic|runtime\.Error)$/;

/** True when something was raised where the event's exception was, whatever it is. */
export function isSamePlace({ place, exactPlace }: ExpectedException, seen: Sighting): boolean {
  if (place === undefined) return true;
  const own = seen.frames.find(
    frame => !frame.file.startsWith('/') && !/(?:^|\/)node_modules\/|^node:/.test(frame.file),
  );
  if (exactPlace) return own?.file === place.file && own.line === place.line;
  if (own?.file === place.file) return true;
  return seen.frames.some(
    frame =>
      frame.file === place.file &&
      (frame.line === place.line || frame.function?.split('.').at(-1) === place.function),
  );
}

function lastName(type: string): string {
  return type.split('.').at(-1) ?? type;
}

const namesFromCode = /^(?:TypeError|ReferenceError|AttributeError|NameError|UnboundLocalError|ImportError)$/;

/**
 * A message with what comes from the data put aside: numbers, addresses, quoted text. In exceptions that speak of the
 * code, quoted names stay: `reading 'lines'` is another bug than `reading 'total'`.
 */
function messageShape(message: string, type = ''): string {
  const quoted = namesFromCode.test(lastName(type)) ? /(["'`])(?![\w.$]+\1).*?\1/gs : /(["'`]).*?\1/gs;
  return message
    .replace(/0x[0-9a-f]+/gi, '#')
    .replace(/-?\d+(?:[.,]\d+)*/g, '#')
    .replace(quoted, '…')
    .replace(/\s+/g, ' ')
    .trim();
}

function similarMessages(expected: ExpectedException, seen: Sighting): boolean {
  if (expected.message === seen.message || expected.exactMessage) return expected.message === seen.message;
  const first = messageShape(expected.message, expected.type);
  const second = messageShape(seen.message, expected.type);
  if (first === second) return true;
  if (namesFromCode.test(lastName(expected.type))) return false;
  const a = wordsOf(first);
  const b = wordsOf(second);
  const common = [...a].filter(word => b.has(word)).length;
  return (2 * common) / (a.size + b.size) >= 0.75;
}

function wordsOf(shape: string): Set<string> {
  return new Set(shape.toLowerCase().split(/\W+/).filter(Boolean));
}
