/*
 * Reading JSON that strangers made: each function gives the value if it has a usable form, else nothing.
 */

export type Json = Readonly<Record<string, unknown>>;

/** What a text is as JSON; nothing where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object, not an array. */
export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** An array, or the array in `{ values: […] }`; anything else is empty. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const values = objectOf(value)?.['values'];
  return Array.isArray(values) ? values : [];
}

/** A string that is not empty; numbers and booleans as they are printed. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A whole number from 1, also when it was sent as text. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** `[[name, value], …]`, `[{ key, value }, …]` or an object, as pairs; entries of another form are dropped. */
export function pairsOf(value: unknown): [string, unknown][] {
  const object = objectOf(value);
  if (object !== undefined) return Object.entries(object);
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry): [string, unknown][] => {
    const named = objectOf(entry);
    const pair: unknown[] =
      named === undefined ? (Array.isArray(entry) ? entry : []) : [named['key'], named['value']];
    const name = textOf(pair[0]);
    return name === undefined ? [] : [[name, pair[1]]];
  });
}

/** Pairs whose value can be told as text; lists are joined by commas. */
export function textPairsOf(value: unknown): [string, string][] {
  return pairsOf(value).flatMap(([name, entry]): [string, string][] => {
    const text = Array.isArray(entry) ? entry.map(textOf).filter(Boolean).join(', ') : textOf(entry);
    return text === undefined ? [] : [[name, text]];
  });
}

/** Seconds since 1970 (or milliseconds, if it would be after the year 5000) or an ISO date, as ISO 8601 in UTC. */
export function timeOf(value: unknown): string | undefined {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number') return isoOf(number > 1e11 ? number : number * 1000);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  // A date without a zone is UTC in Sentry's protocol; Date.parse would take it for local time.
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`;
  return isoOf(Date.parse(zoned.replace(' ', 'T')));
}

const day = 86_400_000;
/** Times come in crowds: what one event tells of happened within minutes. */
const lately = { day: -1, text: '' };

function isoOf(milliseconds: number): string | undefined {
  const isInRange = milliseconds >= 0 && milliseconds < 253_402_300_800_000;
  if (!isInRange) return undefined;
  const time = Math.trunc(milliseconds);
  const number = Math.trunc(time / day);
  if (number !== lately.day) {
    lately.day = number;
    lately.text = new Date(number * day).toISOString().slice(0, 11);
  }
  const rest = time - number * day;
  const [hours, minutes] = [Math.trunc(rest / 3_600_000), Math.trunc(rest / 60_000) % 60];
  const [seconds, thousandths] = [Math.trunc(rest / 1000) % 60, rest % 1000];
  return `${lately.text}${two(hours)}:${two(minutes)}:${two(seconds)}.${thousandths < 100 ? '0' : ''}${two(thousandths)}Z`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
