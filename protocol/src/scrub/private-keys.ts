import type { Span } from './replace.ts';

const boundary = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
/** What may stand between the two in PEM, in source code and in JSON. */
const body = /(?:[A-Za-z0-9+/=\s:,"'`\\]|-(?!--))*/y;
const bodyLine = /^(?:\s*|[\s"'`+]*[A-Za-z0-9+/]{16,}=*[\s"'`+,;\\nr]*)$/;
const longestLine = 200;

/** Takes out private keys in PEM, whole or cut off. Lines stay lines: source code is quoted by the line. */
export function scrubPrivateKeys(text: string, marker: string): string {
  let result = '';
  let kept = 0;
  for (const { from, to } of keysIn(text)) {
    result += text.slice(kept, from) + text.slice(from, to).replace(/[^\n]+/g, marker);
    kept = to;
  }
  return kept === 0 ? text : result + text.slice(kept);
}

function* keysIn(text: string): Generator<Span> {
  const marks = [...text.matchAll(boundary)];
  let kept = 0;
  for (const [index, mark] of marks.entries()) {
    if (mark.index < kept) continue;
    const after = mark.index + mark[0].length;
    const isBegin = mark[1] === 'BEGIN';
    const next = marks[index + 1];
    const isClosed = isBegin && next?.[1] === 'END';
    const from = isBegin ? mark.index : bodyStart(text, kept, mark.index);
    kept = isClosed ? next.index + next[0].length : isBegin ? bodyEnd(text, after) : after;
    yield { from, to: kept };
  }
}

function bodyEnd(text: string, from: number): number {
  body.lastIndex = from;
  body.exec(text);
  return body.lastIndex;
}

/** Where the key begins whose last line is at `end`: with the first of the lines before that look like one. */
function bodyStart(text: string, kept: number, end: number): number {
  let start = lineStart(text, kept, end);
  let found = end;
  while (start > kept) {
    const before = lineStart(text, kept, start - 1);
    if (!bodyLine.test(text.slice(before, start))) break;
    start = before;
    found = before;
  }
  return found;
}

/** A line that is longer than lines of keys are is taken for its end. */
function lineStart(text: string, kept: number, end: number): number {
  const from = Math.max(kept, end - longestLine);
  return from + text.slice(from, end).lastIndexOf('\n') + 1;
}
