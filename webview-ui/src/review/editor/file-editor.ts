import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { Annotation, Compartment, EditorState, type Extension, type StateField } from '@codemirror/state';
import { type DecorationSet, EditorView } from '@codemirror/view';
import type { ReviewHunk, ReviewSnapshot } from '@errata/protocol/webview';
import { t } from '../../l10n/translate.ts';
import { beforePosting, postEdit, postWaiting } from '../host.ts';
import { isColored } from '../presentation.ts';
import type { ReviewFile } from '../state.ts';
import { visible } from '../words.ts';
import { appearance } from './appearance.ts';
import { deletions } from './deletions.ts';
import { Draft } from './draft.ts';
import { hunkBefore, hunkMarks, positionOf, setHunks } from './hunk-marks.ts';
import { editorKeys, hostUndo } from './keys.ts';
import { languageOf } from './languages.ts';
import { fromDocument, type LineEnd, lineEndOf, toDocument } from './line-ends.ts';

/** How a file is shown. */
export interface Shown {
  readonly file: ReviewFile;
  readonly layout: ReviewSnapshot['layout'];
  readonly locked: boolean;
  /** Without long unchanged stretches folded away. */
  readonly expanded: boolean;
}

/** What the page gives an editor to show above a hunk, and hears of it. */
export interface Surroundings {
  /** The same element for the same hunk, always. */
  readonly bar: (hunk: ReviewHunk) => HTMLElement;
  /** The person wants out, from a place in this hunk. */
  readonly leave: (hunk: ReviewHunk | undefined) => void;
}

const idleMs = 300;
const answerMs = 3000;
const diffConfig = { scanLimit: 500, timeout: 200 };
const fromHost = Annotation.define<boolean>();

/** The diff of one file. Its right side is edited; the edits go to the host, and the host's word is the truth. */
export class FileEditor {
  readonly #parent: HTMLElement;
  readonly #surroundings: Surroundings;
  readonly #locked = new Compartment();
  readonly #language = new Compartment();
  readonly #stopPosting: () => void;
  #shown: Shown;
  #end: LineEnd = '\n';
  #draft: Draft;
  #marks: StateField<DecorationSet>;
  #merge: MergeView | undefined;
  #view: EditorView;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #unanswered: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: HTMLElement, shown: Shown, surroundings: Surroundings) {
    this.#parent = parent;
    this.#surroundings = surroundings;
    this.#shown = shown;
    this.#marks = hunkMarks('new', surroundings.bar);
    this.#draft = this.#makeDraft();
    this.#view = this.#build();
    this.#stopPosting = beforePosting(() => this.#flush());
  }

  /** Takes a snapshot. What is typed and not sent stays; cursor and scroll stay where they are. */
  update(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    if (this.#mustRebuild(before)) this.#rebuild();
    else this.#receive(before.locked !== shown.locked);
    postWaiting();
  }

  /** Brings the place of a hunk into sight and its bar into focus: at once, so that the next key is about it. */
  reveal(hunk: string, focus: () => boolean): void {
    const position = positionOf(this.#view.state.field(this.#marks), hunk);
    if (position === undefined) return;
    this.#view.dispatch({ effects: EditorView.scrollIntoView(position, { y: 'center' }) });
    if (!focus()) this.#view.requestMeasure({ read: () => undefined, write: () => void focus() });
  }

  destroy(): void {
    this.#flush();
    this.#stopPosting();
    clearTimeout(this.#idle);
    clearTimeout(this.#unanswered);
    this.#tearDown();
  }

  /** Posts what was typed. @returns false when it has to wait for the answer to the edit before. */
  #flush(): boolean {
    clearTimeout(this.#idle);
    const edit = this.#draft.take();
    if (!edit) return !this.#draft.isUnsent;
    const after = fromDocument(edit.text, this.#end);
    postEdit({ type: 'edit', path: this.#shown.file.path, revision: edit.revision, after });
    this.#unanswered = setTimeout(() => {
      this.#draft.takeBack();
      this.#flush();
      postWaiting();
    }, answerMs);
    return true;
  }

  #receive(relock: boolean): void {
    const { file, locked } = this.#shown;
    const text = toDocument(file.after ?? file.before ?? '', this.#end);
    const changes = this.#draft.receive({ revision: file.revision, text });
    if (!this.#draft.isOnItsWay) clearTimeout(this.#unanswered);
    this.#view.dispatch({
      ...(changes && { changes, annotations: fromHost.of(true) }),
      effects: [
        // Hunks are about the host's text; above unsent typing the old ones stay and move along.
        ...(this.#draft.isUnsent || this.#draft.isOnItsWay ? [] : [setHunks.of(file.hunks)]),
        ...(relock ? [this.#locked.reconfigure(EditorState.readOnly.of(locked))] : []),
      ],
    });
    this.#merge?.a.dispatch({ effects: setHunks.of(file.hunks) });
    if (this.#draft.isUnsent) this.#flushWhenIdle();
  }

  #mustRebuild({ file, layout, expanded }: Shown): boolean {
    const now = this.#shown;
    return (
      layout !== now.layout ||
      expanded !== now.expanded ||
      file.before !== now.file.before ||
      (file.after === null) !== (now.file.after === null) ||
      (file.after !== now.file.after && lineEndOf(textsOf(now.file)) !== this.#end)
    );
  }

  #rebuild(): void {
    const { selection } = this.#view.state;
    const hadFocus = this.#view.hasFocus;
    this.#flush();
    this.#tearDown();
    this.#draft = this.#makeDraft();
    this.#view = this.#build();
    const { length } = this.#view.state.doc;
    this.#view.dispatch({
      selection: {
        anchor: Math.min(selection.main.anchor, length),
        head: Math.min(selection.main.head, length),
      },
    });
    if (hadFocus) this.#view.focus();
  }

  #makeDraft(): Draft {
    const { file } = this.#shown;
    this.#end = lineEndOf(textsOf(file));
    return new Draft({
      revision: file.revision,
      text: toDocument(file.after ?? file.before ?? '', this.#end),
    });
  }

  #build(): EditorView {
    const { file, layout, expanded } = this.#shown;
    const right = { doc: toDocument(file.after ?? file.before ?? '', this.#end), extensions: this.#right() };
    const folded = expanded ? {} : { collapseUnchanged: { margin: 3, minSize: 6 } };
    this.#merge = undefined;
    let view: EditorView;
    if (file.before === null || file.after === null) {
      view = new EditorView({ ...right, parent: this.#parent });
    } else {
      const original = toDocument(file.before, this.#end);
      if (layout === 'inline') {
        const merge = unifiedMergeView({ original, mergeControls: false, diffConfig, ...folded });
        const extensions = [right.extensions, merge, deletions(this.#marks)];
        view = new EditorView({ doc: right.doc, extensions, parent: this.#parent });
      } else {
        const left = { doc: original, extensions: this.#left() };
        this.#merge = new MergeView({ a: left, b: right, parent: this.#parent, diffConfig, ...folded });
        view = this.#merge.b;
        this.#merge.a.dispatch({ effects: setHunks.of(file.hunks) });
      }
    }
    view.dispatch({ effects: setHunks.of(file.hunks) });
    void this.#color(view, this.#merge?.a);
    return view;
  }

  #left(): Extension {
    const { path, before } = this.#shown.file;
    const room = () => {
      const element = document.createElement('div');
      element.className = 'above-old';
      return element;
    };
    return [
      appearance(before ?? '', this.#end, t('{0} before the change', visible(path))),
      EditorState.readOnly.of(true),
      hunkMarks('old', room),
      this.#language.of([]),
      editorKeys(() => this.#leave()),
      hostUndo,
    ];
  }

  #right(): Extension {
    const { file, locked } = this.#shown;
    const whole = file.after === null ? 'deleted' : file.before === null ? 'created' : 'changed';
    return [
      appearance(file.after ?? '', this.#end, t('{0} with the change', visible(file.path))),
      this.#locked.of(EditorState.readOnly.of(locked || file.after === null)),
      EditorView.editorAttributes.of({ class: `whole-${whole}` }),
      this.#marks,
      this.#language.of([]),
      editorKeys(() => this.#leave()),
      hostUndo,
      EditorView.domEventHandlers({ blur: () => void this.#flush() }),
      EditorView.updateListener.of(({ docChanged, changes, transactions }) => {
        if (!docChanged || transactions.some(made => made.annotation(fromHost))) return;
        this.#draft.type(changes);
        this.#flushWhenIdle();
      }),
    ];
  }

  #flushWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#flush(), idleMs);
  }

  #leave(): void {
    const { state } = this.#view;
    this.#surroundings.leave(hunkBefore(state.field(this.#marks), state.selection.main.head));
  }

  async #color(...views: (EditorView | undefined)[]): Promise<void> {
    const { file } = this.#shown;
    if (!isColored(file)) return;
    const language = await languageOf(file.path);
    if (!language) return;
    for (const view of views) view?.dispatch({ effects: this.#language.reconfigure(language) });
  }

  #tearDown(): void {
    if (this.#merge) this.#merge.destroy();
    else this.#view.destroy();
  }
}

function textsOf({ before, after }: ReviewFile): string[] {
  return [before ?? '', after ?? ''];
}
