import type { StateField } from '@codemirror/state';
import { type DecorationSet, type EditorView, ViewPlugin } from '@codemirror/view';
import { hunkBefore } from './hunk-marks.ts';
import { showSpecialCharacters } from './special-characters.ts';

/**
 * The merge view builds the deleted lines of the inline layout by itself. This makes what is invisible in them visible, and
 * puts the state of their hunk on them.
 */
export function deletions(marks: StateField<DecorationSet>) {
  const write = (view: EditorView) => {
    for (const chunk of view.contentDOM.querySelectorAll<HTMLElement>('.cm-deletedChunk')) {
      if (chunk.dataset['state'] === undefined) showSpecialCharacters(chunk);
      const hunk = hunkBefore(view.state.field(marks), view.posAtDOM(chunk));
      chunk.dataset['state'] = hunk?.state ?? 'undecided';
    }
  };
  return ViewPlugin.define(view => {
    const key = {};
    const ask = () =>
      view.requestMeasure({ key, read: () => undefined, write: (_, measured) => write(measured) });
    ask();
    return { update: ask };
  });
}
