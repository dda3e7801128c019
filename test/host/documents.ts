import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ReviewDocuments, scheme } from '../../extension/src/review/documents.ts';
import { eventually } from './folder.ts';

/** A review of one file, `src/a.txt`. */
class OneFile {
  isOpen = true;
  after = 'one\nTWO\n';
  text(path: string, side: 'before' | 'after'): string {
    if (path !== 'src/a.txt') return '';
    return side === 'before' ? 'one\ntwo\n' : this.after;
  }
  take(_path: string, text: string): void {
    this.after = text;
  }
}

describe('the documents of a review', () => {
  const review = new OneFile();
  const run = 'Run-1';
  let documents: ReviewDocuments;

  before(() => {
    documents = new ReviewDocuments(async asked => {
      assert.equal(asked, run);
      return review;
    });
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    documents.dispose();
  });

  const side = (query: 'before' | 'after') =>
    eventually(`the side ${query}`, () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme && uri.query === query),
    );

  it('are both sides of the editor’s own diff', async () => {
    await documents.openDiff(run, 'src/a.txt', vscode.ViewColumn.One);
    assert.equal((await side('before')).getText(), 'one\ntwo\n');
    assert.equal((await side('after')).getText(), 'one\nTWO\n');
  });

  it('give what is saved on the right side to the review, byte for byte', async () => {
    const document = await side('after');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), 'three\u202e\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal(review.after, 'one\nTWO\n', 'what is not saved is not the review’s yet');
    assert.equal(await document.save(), true);
    assert.equal(review.after, 'one\nTWO\nthree\u202e\n');
  });

  it('show what changes in the review', async () => {
    const document = await side('after');
    review.after = 'one\n2\n';
    documents.changed(run, review);
    await eventually('the right side to follow', () => document.getText() === 'one\n2\n');
    assert.equal(document.isDirty, false);
  });

  it('cannot be written on the left side, nor at all once the review is over', async () => {
    const text = new TextEncoder().encode('x');
    await assert.rejects(async () => vscode.workspace.fs.writeFile((await side('before')).uri, text));
    review.isOpen = false;
    await assert.rejects(async () => vscode.workspace.fs.writeFile((await side('after')).uri, text));
    assert.equal(review.after, 'one\n2\n');
  });
});
