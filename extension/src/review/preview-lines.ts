import { visible } from '../incoming/labels.ts';
import type { Change } from './changes.ts';

/** How a change is shown over the text that it is not made in. Lines count from 0, in that text. */
export interface PreviewLines {
  readonly removed: readonly number[];
  /** What comes, at the end of the line that it replaces or follows. */
  readonly added: readonly { readonly line: number; readonly text: string }[];
}

const maxLines = 3;
const maxLength = 160;

/**
 * Line by line where lines are replaced; what has no line of its own follows the last one. A line cannot be made between two
 * others without touching the file, so that long insertions are cut here: the hover shows them whole.
 */
export function previewLines(change: Change): PreviewLines {
  const removed: number[] = [];
  const added: { line: number; text: string }[] = [];
  let next = change.from;
  let gone: number[] = [];
  let come: string[] = [];
  const flush = () => {
    const last = gone.at(-1) ?? Math.max(0, next - 1);
    const alone = gone.slice(0, -1);
    alone.forEach((line, index) => {
      const text = come[index];
      if (text !== undefined) added.push({ line, text: `→ ${shown(text)}` });
    });
    const rest = come.slice(alone.length);
    if (rest.length > 0) added.push({ line: last, text: together(rest, gone.length > 0 ? '→ ' : '⏎ ') });
    gone = [];
    come = [];
  };
  for (const { kind, text } of change.lines) {
    if (kind === 'context') flush();
    if (kind === 'added') come.push(text);
    if (kind === 'removed') {
      gone.push(next);
      removed.push(next);
    }
    if (kind !== 'added') next++;
  }
  flush();
  return { removed, added };
}

function together(lines: readonly string[], start: string): string {
  const more = lines.length - maxLines;
  return start + lines.slice(0, maxLines).map(shown).join(' ⏎ ') + (more > 0 ? ` … +${more}` : '');
}

function shown(text: string): string {
  const trimmed = visible(text.trim());
  return trimmed.length > maxLength ? `${trimmed.slice(0, maxLength)}…` : trimmed;
}
