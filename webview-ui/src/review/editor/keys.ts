import { defaultKeymap } from '@codemirror/commands';
import { type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { post } from '../host.ts';

/** Undo is the host's: it knows marks and edits. VS Code's own undo in a page would take back what the browser remembers. */
export const hostUndo: Extension = [
  Prec.highest(
    keymap.of([
      { key: 'Mod-z', run: undo, preventDefault: true, stopPropagation: true },
      { key: 'Mod-Shift-z', run: redo, preventDefault: true, stopPropagation: true },
      { key: 'Mod-y', run: redo, preventDefault: true, stopPropagation: true },
    ]),
  ),
  EditorView.domEventHandlers({
    beforeinput({ inputType }) {
      if (inputType !== 'historyUndo' && inputType !== 'historyRedo') return false;
      return inputType === 'historyUndo' ? undo() : redo();
    },
  }),
];

/** Keys of the editor; Escape leaves it, because Tab may be needed to get out of it and in. */
export function editorKeys(leave: () => void): Extension {
  const run = () => {
    leave();
    return true;
  };
  return [Prec.high(keymap.of([{ key: 'Escape', run }])), keymap.of(defaultKeymap)];
}

function undo(): boolean {
  post({ type: 'undo' });
  return true;
}

function redo(): boolean {
  post({ type: 'redo' });
  return true;
}
