import { visible } from '../../diagnose/context/quote.ts';
import { withoutKeys } from '../../diagnose/context/secrets.ts';
import { keepLineEnds } from '../edit/line-ends.ts';
import type { Reading } from './block.ts';
import { indenter, indentOf } from './reindent.ts';

/** The new text; or how often the text to replace was found, where that is not once. */
export type Replaced = { readonly text: string } | { readonly times: number };

interface Row {
  /** As a model is shown it. */
  readonly shown: string;
  readonly written: string;
  readonly at: number;
}

const byteOrderMark = '\ufeff';

/** How like a line must be to the one that is looked for; what is stricter comes first. */
const likenesses: readonly ((row: string) => string)[] = [
  row => row,
  row => row.trimEnd(),
  row => row.trim().replace(/\s+/g, ' '),
];

/**
 * Replaces lines of a text that are found once: as they are, then however they are indented and spaced, then without regard to
 * blank lines; a single line may be a part of one as well. What replaces them is indented as they are.
 */
export function replaceIn(text: string, { search, replace }: Reading): Replaced {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const body = text.slice(mark.length);
  const wanted = search.map(unmarked);
  if (wanted.every(row => row.trim() === '')) return { times: 0 };
  const rows = rowsOf(body, wanted);
  const filled = rows.filter(({ shown }) => shown.trim() !== '');
  const searches = [
    ...likenesses.map(like => ({ rows, wanted, like })),
    { rows: filled, wanted: wanted.filter(row => row.trim() !== ''), like: likenesses[2] ?? (row => row) },
  ];
  for (const { rows: among, wanted: sought, like } of searches) {
    const found = places(
      among.map(({ shown }) => like(shown)),
      sought.map(like),
    );
    if (found.length > 1) return { times: found.length };
    const [start] = found;
    if (start === undefined) continue;
    const matched = among.slice(start, start + sought.length);
    const pairs = matched.map((row, at) => [sought[at] ?? '', row] as const);
    const from = matched[0]?.at ?? 0;
    const to = (matched.at(-1)?.at ?? 0) + 1;
    const lines = rows.map(({ written }) => written);
    lines.splice(from, to - from, ...rewritten(replace.map(unmarked), pairs));
    return { text: mark + joined(body, lines) };
  }
  return replaceWithin(text, wanted, replace);
}

function rowsOf(text: string, wanted: readonly string[]): Row[] {
  const rows = text.split('\n').map(row => (row.endsWith('\r') ? row.slice(0, -1) : row));
  const plain = rows.join('\n');
  const scrubbed = wanted.some(row => row.includes('[scrubbed:')) ? withoutKeys(plain) : plain;
  const [shown = [], unscrubbed = []] = [scrubbed, plain].map(text => visible(text).split('\n'));
  // A secret may be of several lines.
  const same = shown.length === rows.length ? shown : unscrubbed;
  return rows.map((written, at) => ({ written, shown: same[at] ?? '', at }));
}

/** A part of one line. */
function replaceWithin(text: string, wanted: readonly string[], replace: readonly string[]): Replaced {
  const part = wanted[0]?.trim() ?? '';
  if (wanted.length !== 1 || part === '' || replace.length > 1) return { times: 0 };
  const pieces = text.split(part);
  if (pieces.length !== 2) return { times: pieces.length - 1 };
  return { text: pieces.join(replace[0]?.trim() ?? '') };
}

function places(rows: readonly string[], wanted: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= rows.length; at++) {
    if (wanted.every((row, offset) => rows[at + offset] === row)) found.push(at);
  }
  return found;
}

/** The new lines as the file would have them: those that stay are its own, the others are indented like those. */
function rewritten(replace: readonly string[], pairs: readonly (readonly [string, Row])[]): string[] {
  const own = new Map(pairs.toReversed().map(([sought, { written }]) => [sought, written]));
  const indented = indenter(
    pairs.filter(([sought]) => sought.trim() !== '').map(([sought, row]) => [sought, row.written]),
  );
  const unseen = new Map(
    [...pairs.map(([, { written }]) => written).join('')].map(char => [visible(char), char]),
  );
  return replace.map(row => {
    const kept = own.get(row);
    if (kept !== undefined) return kept;
    if (row.trim() === '') return '';
    const body = row.slice(indentOf(row).length);
    return indented(indentOf(row)) + body.replace(/⟦U\+[0-9A-F]{4,6}⟧/g, shown => unseen.get(shown) ?? shown);
  });
}

function joined(before: string, lines: readonly string[]): string {
  return keepLineEnds(before, lines.join(before.includes('\r\n') ? '\r\n' : '\n'));
}

function unmarked(row: string): string {
  return row.replace(/^(?:\ufeff|⟦U\+FEFF⟧)/, '');
}
