/** A token of any length that has a digit, or a long one: not the word after `bearer`. */
const bearer =
  /\b(Bearer(?: {1,4}|%20|\+))(?:[\w.~+/=-]{20,}|(?!\w{1,12}=)(?=[A-Za-z._~+/=-]{0,19}\d)[\w.~+/=-]{6,})/gi;
const basic = /\b(Basic(?: {1,4}|%20|\+))((?:[\w+/-]{4}){2,}[\w+/=-]{0,3})/gi;

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
