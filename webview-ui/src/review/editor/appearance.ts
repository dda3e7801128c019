import { bidiIsolates, indentUnit } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { t } from '../../l10n/translate.ts';
import { highlighting } from './highlight.ts';
import type { LineEnd } from './line-ends.ts';
import { specialCharacters } from './special-characters.ts';

/** What both sides have in common. The stylesheet does the rest. */
export function appearance(text: string, end: LineEnd, label: string): Extension {
  const nonce = document.getElementById('root')?.dataset['nonce'] ?? '';
  return [
    EditorState.lineSeparator.of(end),
    EditorState.phrases.of({ '$ unchanged lines': t('$ unchanged lines') }),
    EditorState.tabSize.of(4),
    indentUnit.of(indentOf(text)),
    // What is pasted must not bring line ends of another kind.
    EditorView.clipboardInputFilter.of(pasted => pasted.replace(/\r\n?|\n/g, end)),
    EditorView.cspNonce.of(nonce),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
    bidiIsolates(),
    lineNumbers(),
    specialCharacters,
    highlighting,
  ];
}

/** What one level of indentation is in this text. */
function indentOf(text: string): string {
  const first = /^(?:\t|\x20{2,8})(?=[^\s*])/m.exec(text.slice(0, 50_000))?.[0];
  return first ?? '  ';
}
