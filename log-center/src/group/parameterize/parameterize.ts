import { kinds } from './kinds.ts';
import { wordKind } from './word.ts';

/** Only the beginning of a long message is read: two that are the same so far are the same. */
const longestRead = 8_192;
const longestWritten = 2_000;
const mostPasses = 10;

const placeholder = `<(?:${kinds.map(([kind]) => kind).join('|')}|text|id|blob)>`;
/** Quotes must not be apostrophes: before them stands no word, nor after them. */
const quoted = String.raw`"[^"\n]*"|(?<![\w>'])'[^'\n]*'(?![\w<])|“[^“”\n]*”|‘[^‘’\n]*’(?![\w<])|«[^«»\n]*»`;
/** What is not a kind on its own is an ordinary word, taken whole so that nothing is found in its middle. */
const token = new RegExp(
  [
    `(?<kept>${placeholder}\\w*)`,
    `(?<text>${quoted})`,
    ...kinds.map(([kind, pattern]) => `(?<${kind}>(?<!\\w)(?:${pattern})(?!\\w))`),
    String.raw`(?<=\w)@(?<identity>[0-9a-f]{3,16})(?!\w)`,
    String.raw`(?<sign>(?<![\w.)\]}>-])[-+](?=\d))`,
    String.raw`(?<space>\s{2,}|[^\S ])`,
    String.raw`(?<word>\w+)`,
  ].join('|'),
  'gi',
);

/** A message with what differs from one occurrence to the next (numbers, ids, quoted text…) replaced by its kind. */
export function parameterize(message: string): string {
  let text = message.slice(0, longestRead).trim();
  // One pass finds all but what only the replaced has separated from its neighbours, so that a second changes nothing.
  for (let passes = 0; passes < mostPasses; passes++) {
    const replaced = replaceTokens(text);
    if (replaced === text) return text;
    text = replaced;
  }
  return text;
}

/** From the left, in time proportional to the text; ends when enough is written. */
function replaceTokens(text: string): string {
  let written = '';
  let read = 0;
  for (const match of text.matchAll(token)) {
    written += text.slice(read, match.index) + replacement(match[0], match.groups ?? {});
    read = match.index + match[0].length;
    if (written.length >= longestWritten) return written.trim();
  }
  return (written + text.slice(read)).trim();
}

function replacement(found: string, groups: Readonly<Record<string, string | undefined>>): string {
  if (groups['kept'] !== undefined) return found;
  if (groups['word'] !== undefined) return wordKind(found);
  if (groups['space'] !== undefined) return found.includes('\n') ? '\n' : ' ';
  if (groups['sign'] !== undefined) return '';
  // Java's identity hash: `Cart@1b6d3586`.
  if (groups['identity'] !== undefined) return '@<number>';
  for (const [kind] of kinds) if (groups[kind] !== undefined) return `<${kind}>`;
  return '<text>';
}
