import { holdsNothing, markerSource, type ScrubReason } from './marker.ts';
import type { Span } from './replace.ts';

/** What a name is given in a text. */
export interface AssignedValue extends Span {
  /** What the marker must be put in, where the text is to stay readable for a machine. */
  readonly quote?: string;
}

/** How a name in a text is given its value, and where that begins. */
export interface Assignment {
  readonly at: number;
  readonly by: 'sign' | 'colon' | 'comma' | 'lines' | 'tag' | 'option' | 'verb' | 'space';
  /** The quotation mark after the name. */
  readonly close: string | undefined;
}

/** After the name: its closing quote or bracket, and what stands between name and value. */
const between =
  /(\\{0,8}["'`]|%22|%27|&quot;)?(?:\]|%5[Dd])?(?:\s{0,4}(?:(=>|:=|={1,3}|%3[AaDd])|(:)|(,)(?=\s{0,4}b?["']))\s{0,4}|(\r\n\r\n)|(>)|(\s{1,2}(?:is|was)\s{1,2})|(\s{1,2})(?=["'`]?[\w+/=.~-]{16}))/y;
const kinds = ['sign', 'colon', 'comma', 'lines', 'tag', 'verb', 'space'] as const;
const option = /\s{1,2}(?=[^\s-])/y;
/** Without a sign between them, or after a colon in prose, only what does not look like prose is a secret. */
const telling = /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w+/=.~-]{16,}$/;
/** `password is hunter2`, not `password is 8 characters long`. */
const tellingAfterVerb = /^(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z]).{4,}$/;
const prose = /^[A-Za-z][a-z]{0,14}[.!?]?$/;
const states =
  /^(?:required|missing|invalid|expired|empty|not|must|should|cannot|is|was|wrong|incorrect|unknown|unset|set|ok|failed|too|does|has|str|string|int|bool|bytes|object|any|optional|unexpected)\b/i;

const opening = /(?:b|B|u|U|r|R|f|F|rb|br)?(\\{0,8})(["'`])|(%22|%27|&quot;)/y;
const bare = new RegExp(
  `(?:${markerSource}|\\[(?!scrubbed:)|\\\\(?![nrt"'])|[^\\s&;,"'<>\`)}\\]\\[\\\\])+`,
  'y',
);
const credentials = new RegExp(
  `(?:Basic|Bearer|Token|Api-?Key|Negotiate|NTLM|SSWS|Key)\\s{1,4}(?:${markerSource}|[^\\s,;"'&})\\]])+|(?:Digest|OAuth|Hawk|AWS4-HMAC-SHA256)\\s[^\\r\\n]+`,
  'iy',
);
const cookies = /[\w.%$-]{1,100}=[^\s;,"']*(?:;\s{0,4}[\w.%$-]{1,100}=[^\s;,"']*)*/y;
const container = /(?:[A-Za-z_][\w.]{0,80})?([[{(])/y;

/** What follows the name that stands at `from…to`, if it is something that gives it a value. */
export function assignmentAt(text: string, { from, to }: Span): Assignment | undefined {
  between.lastIndex = to;
  const match = between.exec(text);
  if (match === null || match[8] !== undefined) {
    option.lastIndex = to;
    if (text.startsWith('--', from - 2) && option.test(text)) {
      return { at: option.lastIndex, by: 'option', close: undefined };
    }
  }
  if (match === null) return undefined;
  const [, close, ...found] = match;
  const by = kinds[found.findIndex(each => each !== undefined)];
  if (by === undefined || (by === 'lines' && close === undefined)) return undefined;
  if (by === 'tag' && text[from - 1] !== '<') return undefined;
  if (by === 'comma' && !isPair(text, from, close)) return undefined;
  // `Unexpected token: x` is a parser's complaint.
  const isComplaint = text[from - 1] === ' ' && text.slice(Math.max(0, from - 9), from).endsWith('expected ');
  return isComplaint ? undefined : { at: between.lastIndex, by, close };
}

/** The value that the name is given, if it may be a secret. */
export function assignedValue(
  text: string,
  { at, by, close }: Assignment,
  reason: ScrubReason,
): AssignedValue | undefined {
  if (by === 'tag') return span(text, at, before(text, '<', at));
  if (by === 'lines') return span(text, at, before(text, '\r', at));
  const isFar = by === 'space' || by === 'verb';
  const quoted = quotedAt(text, at);
  const value = quoted ?? (isFar ? bareAt(text, at) : unquotedAt(text, at, reason));
  if (value === undefined) return undefined;
  const content = text.slice(value.from, value.to);
  if (holdsNothing(content)) return undefined;
  if (isFar && !(by === 'verb' ? tellingAfterVerb : telling).test(content)) return undefined;
  if (quoted !== undefined) return quoted;
  if (close !== undefined) return { ...value, quote: close };
  return by === 'colon' && isSaid(text, content, value.to, reason) ? undefined : value;
}

/** `('password', 'x')`, as Python prints the items of a mapping. */
function isPair(text: string, start: number, close: string | undefined): boolean {
  return close !== undefined && /[([]\s{0,2}b?["'`]$/.test(text.slice(Math.max(0, start - 5), start));
}

/** `Password: must be longer`, `token: identifier`: words about it, not itself. */
function isSaid(text: string, content: string, to: number, reason: ScrubReason): boolean {
  if (states.test(content)) return true;
  if (!prose.test(content)) return !/[A-Za-z\d]/.test(content);
  const goesOn = /^ [A-Za-z]/.test(text.slice(to, to + 2));
  return goesOn || reason === 'token' || reason === 'session' || reason === 'card';
}

function span(text: string, from: number, to: number): Span | undefined {
  return holdsNothing(text.slice(from, to)) ? undefined : { from, to };
}

function before(text: string, mark: string, from: number): number {
  const to = text.indexOf(mark, from);
  return to === -1 ? text.length : to;
}

/** Inside the quotes; to the end of the line if they are not closed. */
function quotedAt(text: string, at: number): Span | undefined {
  opening.lastIndex = at;
  const match = opening.exec(text);
  if (match === null) return undefined;
  const from = opening.lastIndex;
  const [, escapes = '', quote = '', encoded] = match;
  const closing = encoded ?? escapes + quote;
  for (let to = text.indexOf(closing, from); to !== -1; to = text.indexOf(closing, to + closing.length)) {
    let slashes = 0;
    while (text[to - 1 - slashes] === '\\' && to - slashes > from) slashes++;
    const isInside = encoded === undefined && (escapes === '' ? slashes % 2 === 1 : slashes > 0);
    if (!isInside) return { from, to };
  }
  return { from, to: before(text, '\n', from) };
}

function unquotedAt(text: string, at: number, reason: ScrubReason): Span | undefined {
  const form = reason === 'authorization' ? credentials : reason === 'session' ? cookies : undefined;
  if (form !== undefined) {
    form.lastIndex = at;
    if (form.test(text)) return { from: at, to: form.lastIndex };
  }
  container.lastIndex = at;
  const isContainer = container.test(text) && !text.startsWith('[scrubbed:', at);
  return isContainer ? { from: at, to: closed(text, container.lastIndex) } : bareAt(text, at);
}

function bareAt(text: string, at: number): Span | undefined {
  bare.lastIndex = at;
  return bare.test(text) ? { from: at, to: bare.lastIndex } : undefined;
}

/** After the bracket that closes the one before `from`; the end of the text if none does. */
function closed(text: string, from: number): number {
  const next = /["'[\](){}]/g;
  next.lastIndex = from;
  let depth = 1;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const [character] = match;
    if (character === '"' || character === "'") {
      const quoted = quotedAt(text, match.index);
      next.lastIndex = (quoted?.to ?? match.index) + 1;
    } else {
      depth += '[({'.includes(character) ? 1 : -1;
      if (depth === 0) return next.lastIndex;
    }
  }
  return text.length;
}
