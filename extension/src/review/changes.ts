import { createHash } from 'node:crypto';
import { diffArrays } from 'diff';

/** One line with its line end. Context stands between changed lines only. */
export interface ChangedLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
}

/** Lines of a text that are to be others. Changes of one text never overlap or touch. */
export interface Change {
  /** Index of the first line of the old text that it covers, from 0, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly ChangedLine[];
}

/** Changes with no more unchanged lines than this between them are one: half of an `if` is nothing to accept. */
const joinedWithin = 2;
/** Texts that have less in common than this are not worth the search for it. */
const maxEditLength = 2000;

/** The lines of a text, line ends included. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** The changes that lead from `before` to `after`, in order; none when the texts are equal. */
export function changesBetween(before: string, after: string): Change[] {
  const changes: Change[] = [];
  let at = 0;
  let gap: ChangedLine[] = [];
  for (const { kind, lines } of parts(linesOf(before), linesOf(after))) {
    const shown = lines.map(text => ({ kind, text }));
    const last = changes.at(-1);
    if (kind === 'context') {
      gap = shown;
      at += lines.length;
      continue;
    }
    const covered = kind === 'removed' ? lines.length : 0;
    if (last && gap.length <= joinedWithin) {
      changes[changes.length - 1] = {
        from: last.from,
        to: at + covered,
        lines: removedFirst([...last.lines, ...gap, ...shown]),
      };
    } else changes.push({ from: at, to: at + covered, lines: shown });
    gap = [];
    at += covered;
  }
  return changes;
}

/** `before` with these changes made. */
export function applyChanges(before: string, changes: readonly Change[]): string {
  const old = linesOf(before);
  const result: string[] = [];
  let position = 0;
  for (const change of changes) {
    result.push(...old.slice(position, change.from), ...replacementOf(change));
    position = change.to;
  }
  result.push(...old.slice(position));
  return result.join('');
}

/** What stands in place of the covered lines once the change is made. */
export function replacementOf(change: Change): string[] {
  return change.lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text);
}

/** The same for changes that do the same to the same place, whatever else is changed. */
export function changeId(change: Change): string {
  const place = `${change.from},${change.to}`;
  return createHash('sha256')
    .update(JSON.stringify([place, replacementOf(change)]))
    .digest('base64url')
    .slice(0, 16);
}

/** True when no unchanged line stands between them, so that they cannot be told apart. */
export function touch(one: Change, other: Change): boolean {
  return one.from <= other.to && other.from <= one.to;
}

function parts(before: string[], after: string[]): { kind: ChangedLine['kind']; lines: string[] }[] {
  const found = diffArrays(before, after, { maxEditLength });
  if (found) {
    return found.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'context',
      lines: value,
    }));
  }
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [
    { kind: 'context', lines: before.slice(0, head) },
    { kind: 'removed', lines: before.slice(head, before.length - tail) },
    { kind: 'added', lines: after.slice(head, after.length - tail) },
  ];
}

/** Removed lines before added ones wherever no context stands between them. */
function removedFirst(lines: readonly ChangedLine[]): ChangedLine[] {
  const result: ChangedLine[] = [];
  let added: ChangedLine[] = [];
  for (const line of lines) {
    if (line.kind === 'added') added.push(line);
    else if (line.kind === 'removed') result.push(line);
    else {
      result.push(...added, line);
      added = [];
    }
  }
  return [...result, ...added];
}
