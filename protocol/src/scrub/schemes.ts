import { wordStart } from './word-start.ts';

const space = '(?: {1,4}|%20|\\+)';
/** A token of any length that has a digit, or a long one: not the word after `bearer`. */
const bearer = new RegExp(
  `${wordStart}(Bearer${space})(?:[\\w.~+/=-]{20,}|(?!\\w{1,12}=)(?=[A-Za-z._~+/=-]{0,19}\\d)[\\w.~+/=-]{6,})`,
  'gi',
);
const basic = new RegExp(`${wordStart}(Basic${space})([\\w+/-]{8,}={0,2})`, 'gi');

/** The credentials after `Bearer` and `Basic`. */
export function scrubSchemes(text: string, marker: string): string {
  return text
    .replace(bearer, `$1${marker}`)
    .replace(basic, (found, name: string, credentials: string) =>
      isPair(credentials) ? name + marker : found,
    );
}

/** `user:password` in base 64; anything else is prose. */
function isPair(credentials: string): boolean {
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return pair.includes(':') && !/[\p{Cc}\ufffd]/u.test(pair);
}
