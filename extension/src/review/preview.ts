import * as vscode from 'vscode';
import type { Mark, MarkScope, ReviewedFile } from './candidate-review.ts';
import { driftedFiles } from './drift.ts';
import type { Hunk } from './hunks.ts';
import { previewLines } from './preview-lines.ts';

/** A review, as far as a preview of one of its files goes. */
export interface PreviewedReview {
  readonly issue: string;
  readonly isOpen: boolean;
  file(path: string): ReviewedFile | undefined;
  mark(scope: MarkScope, mark: Mark): void;
  apply(): Promise<void>;
}

interface Preview {
  readonly review: PreviewedReview;
  readonly path: string;
  readonly document: vscode.TextDocument;
}

const removedLines = vscode.window.createTextEditorDecorationType({
  backgroundColor: new vscode.ThemeColor('diffEditor.removedLineBackground'),
  overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.deletedForeground'),
});
const addedTexts = vscode.window.createTextEditorDecorationType({
  after: {
    margin: '0 0 0 3ch',
    color: new vscode.ThemeColor('gitDecoration.addedResourceForeground'),
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
  },
  rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
});

/**
 * The change over the real file: what goes and what comes is drawn, with accept and reject above each hunk. Nothing is written:
 * accepting is the same mark as in the review, and applying is the same one edit. So there is one state, whichever place one
 * decides in, and a file that saves by itself is not changed by looking. The lines are those of the text that the fix was made for;
 * once the file is another, the preview ends.
 */
export class Previews implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;
  readonly #previews = new Map<string, Preview>();
  readonly #registrations: vscode.Disposable[];

  constructor() {
    this.#registrations = [
      vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#announce()),
      vscode.workspace.onDidCloseTextDocument(document => this.#end(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#end(document);
      }),
    ];
  }

  /** Shows the change of a file that exists. @returns why not, where it cannot be shown. */
  async open(
    review: PreviewedReview,
    path: string,
    uri: vscode.Uri,
    column: vscode.ViewColumn,
  ): Promise<string | undefined> {
    const file = review.file(path);
    if (!file) return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    const drifted = await driftedFiles([file], async () => document.getText());
    if (drifted.length > 0)
      return vscode.l10n.t('{0} changed since the fix was made, so the change cannot be shown in it.', path);
    this.#previews.set(uri.toString(), { review, path, document });
    const line = (file.hunks[0]?.old.from ?? 1) - 1;
    const at = document.validatePosition(new vscode.Position(line, 0));
    await vscode.window.showTextDocument(document, {
      viewColumn: column,
      selection: new vscode.Range(at, at),
    });
    this.changed();
    return undefined;
  }

  /** Draws again what is shown of reviews that may have changed, and ends it for those that are over. */
  changed(): void {
    for (const [address, { review, path }] of this.#previews) {
      if (!review.isOpen || !review.file(path)) this.#previews.delete(address);
    }
    this.#lensesChanged.fire();
    this.#draw();
    this.#announce();
  }

  /** Marks a hunk, by default the one at the cursor; a mark that it has already is taken back. */
  mark(mark: 'accepted' | 'rejected', target?: { readonly file: string; readonly hunk: string }): void {
    const editor = vscode.window.activeTextEditor;
    const preview = this.#previews.get(target?.file ?? editor?.document.uri.toString() ?? '');
    const file = preview?.review.file(preview.path);
    if (!preview || !file) return;
    const hunk = target?.hunk ?? hunkAt(file, (editor?.selection.active.line ?? 0) + 1)?.id;
    if (hunk === undefined) return;
    const taken = file.marks.get(hunk) === mark ? 'undecided' : mark;
    preview.review.mark({ kind: 'hunk', path: preview.path, hunk }, taken);
  }

  /** Puts what is accepted of the fix into the files, as the review does. */
  async apply(): Promise<void> {
    await this.#active()?.review.apply();
  }

  close(): void {
    const preview = this.#active();
    if (preview) this.#end(preview.document);
  }

  /** Ends what is shown of a review. */
  end(review: PreviewedReview): void {
    for (const preview of [...this.#previews.values()])
      if (preview.review === review) this.#end(preview.document);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const preview = this.#previews.get(document.uri.toString());
    const file = preview?.review.file(preview.path);
    if (!preview || !file) return [];
    const t = vscode.l10n.t;
    const lens = (line: number, title: string, command = '', target?: object) => {
      const at = document.validatePosition(new vscode.Position(line, 0));
      const args = target ? [target] : [];
      return new vscode.CodeLens(new vscode.Range(at, at), { title, command, arguments: args });
    };
    const accepted = [...file.marks.values()].filter(mark => mark === 'accepted').length;
    const { issue } = preview.review;
    return [
      lens(0, t('Fix of {0}: {1} of {2} hunks accepted', issue, accepted, file.hunks.length)),
      lens(0, t('$(go-to-file) Apply Accepted Hunks'), 'errata.applyAccepted'),
      lens(0, t('$(close-all) Close Preview'), 'errata.closePreview'),
      ...file.hunks.flatMap((hunk, index) => {
        const line = hunk.old.from - 1;
        const target = { file: document.uri.toString(), hunk: hunk.id };
        const number = t('Hunk {0} of {1}', index + 1, file.hunks.length);
        const mark = file.marks.get(hunk.id);
        const accept =
          mark === 'accepted' ? t('$(pass-filled) Accepted: Take Back') : t('$(check) Accept Hunk');
        const reject = mark === 'rejected' ? t('$(error) Rejected: Take Back') : t('$(close) Reject Hunk');
        return [
          lens(line, number),
          lens(line, accept, 'errata.acceptHunk', target),
          lens(line, reject, 'errata.rejectHunk', target),
        ];
      }),
    ];
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#previews.clear();
    this.#draw();
    this.#lensesChanged.dispose();
  }

  #active(): Preview | undefined {
    const { document } = vscode.window.activeTextEditor ?? {};
    return document && this.#previews.get(document.uri.toString());
  }

  #end(document: vscode.TextDocument): void {
    if (this.#previews.delete(document.uri.toString())) this.changed();
  }

  #announce(): void {
    void vscode.commands.executeCommand('setContext', 'errata.previewing', this.#active() !== undefined);
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const preview = this.#previews.get(document.uri.toString());
      const file = preview?.review.file(preview.path);
      const hunks = (file?.hunks ?? []).filter(({ id }) => file?.marks.get(id) !== 'rejected');
      const shown = hunks.map(hunk => ({ hunk, lines: previewLines(hunk.change) }));
      editor.setDecorations(
        removedLines,
        shown.flatMap(({ hunk, lines }) =>
          lines.removed.map(line => ({ range: document.lineAt(line).range, hoverMessage: hoverOf(hunk) })),
        ),
      );
      editor.setDecorations(
        addedTexts,
        shown.flatMap(({ hunk, lines }) =>
          lines.added.map(({ line, text }) => ({
            range: document.lineAt(line).range,
            hoverMessage: hoverOf(hunk),
            renderOptions: { after: { contentText: text } },
          })),
        ),
      );
    }
  }
}

/** The whole hunk, as code: nothing in it is read as Markdown. */
function hoverOf({ change }: Hunk): vscode.MarkdownString {
  const signs = { context: ' ', added: '+', removed: '-' };
  const lines = change.lines.map(({ kind, text }) => signs[kind] + text.replace(/\r?\n$/, ''));
  return new vscode.MarkdownString().appendCodeblock(lines.join('\n'), 'diff');
}

/** The hunk in a line, counted from 1, else the one that is the nearest to it. */
function hunkAt({ hunks }: ReviewedFile, line: number): Hunk | undefined {
  const distance = ({ old }: Hunk) => Math.max(0, old.from - line, line - Math.max(old.from, old.to - 1));
  return hunks.toSorted((one, other) => distance(one) - distance(other))[0];
}
