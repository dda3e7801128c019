import { diffArrays } from 'diff';

const line = /[^\n]*\n|[^\n]+$/g;

/** Whether some lines end in the way of Windows and some do not. */
function areMixed(text: string): boolean {
  const windows = text.split('\r\n').length;
  return windows > 1 && windows < text.split('\n').length;
}

/**
 * A changed text in which each line that was there before ends as it did, and a new one like the line before it. Where
 * all lines end alike the text is right as it is.
 */
export function keepLineEnds(before: string, after: string): string {
  if (!areMixed(before)) return after;
  const ours = before.match(line) ?? [];
  const theirs = (after.match(line) ?? []).map(withoutEnd);
  const lines: string[] = [];
  let end = endOf(ours[0] ?? '');
  let at = 0;
  for (const part of diffArrays(ours.map(withoutEnd), theirs)) {
    if (part.removed) {
      at += part.count;
      continue;
    }
    for (const text of part.value) {
      if (!part.added) end = endOf(ours[at++] ?? '') || end;
      lines.push(text + end);
    }
  }
  const text = lines.join('');
  return after.endsWith('\n') ? text : text.slice(0, text.length - end.length);
}

function withoutEnd(text: string): string {
  return text.slice(0, text.length - endOf(text).length);
}

function endOf(text: string): string {
  return text.endsWith('\r\n') ? '\r\n' : text.endsWith('\n') ? '\n' : '';
}
