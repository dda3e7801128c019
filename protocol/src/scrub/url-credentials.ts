import { replaceSpans, type Span } from './replace.ts';

/** Without a colon, a user name; above this it is rather a token. */
const longestUserName = 19;
const marked = /^\[scrubbed:[a-z-]+\]$/;
const stop = /[\s"'`<>\\]|:\/\/|$/g;

/** `scheme://user:password@host` and `scheme://token@host`: the part before the host goes. */
export function scrubUrlCredentials(text: string, marker: string): string {
  return replaceSpans(text, credentialsIn(text), marker);
}

function* credentialsIn(text: string): Generator<Span> {
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const from = at + 3;
    stop.lastIndex = from;
    const end = stop.exec(text)?.index ?? text.length;
    const length = credentialsLength(text.slice(from, end));
    if (length > 0) yield { from, to: from + length };
  }
}

/** How much of what follows `://` are credentials. */
function credentialsLength(rest: string): number {
  if (!rest.includes('@')) return 0;
  const path = rest.search(/[/?#]/);
  const authority = path === -1 ? rest : rest.slice(0, path);
  // A password may hold an @ itself.
  const end = authority.lastIndexOf('@');
  const user = end === -1 ? '' : authority.slice(0, end);
  if (marked.test(user)) return 0;
  if (user.includes(':') || user.length > longestUserName) return user.length;
  // Nor is everybody careful to encode the slashes in it: but a port is no password.
  const isOpen = end === -1 && /^[^:]*:(?!\d{1,5}$)/.test(authority) && !authority.startsWith('[');
  return isOpen ? rest.indexOf('@') : 0;
}
