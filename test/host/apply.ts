import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import { applyToWorkspace } from '../../extension/src/review/apply.ts';
import { TestFolder } from './folder.ts';

const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const after = before.replace('two', 'TWO').replace('six', '6').replace('seven\n', 'seven\neight\n');
const change = { path: 'src/a.txt', before, after };

describe('applying to the workspace', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is one undo, whatever the number of hunks', async () => {
    const folder = await TestFolder.with({ 'src/a.txt': before });
    const { document } = await folder.show('src/a.txt');
    assert.deepEqual(await applyToWorkspace(folder.path, [change]), { applied: true });
    assert.equal(document.getText(), after);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await vscode.commands.executeCommand('redo');
    assert.equal(document.getText(), after);
  });

  it('keeps the line ends of the document and leaves the cursor where it is', async () => {
    const folder = await TestFolder.with({ 'src/a.txt': before.replaceAll('\n', '\r\n') });
    const editor = await folder.show('src/a.txt');
    editor.selection = new vscode.Selection(3, 2, 3, 2);
    const crlf = {
      ...change,
      before: before.replaceAll('\n', '\r\n'),
      after: after.replaceAll('\n', '\r\n'),
    };
    assert.deepEqual(await applyToWorkspace(folder.path, [crlf]), { applied: true });
    assert.equal(editor.document.getText(), crlf.after);
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [3, 2]);
  });

  it('makes and deletes files', async () => {
    const folder = await TestFolder.with({ 'old.txt': 'old\n' });
    const changes = [
      { path: 'test/new.txt', before: null, after: 'new\n' },
      { path: 'old.txt', before: 'old\n', after: null },
    ];
    assert.deepEqual(await applyToWorkspace(folder.path, changes), { applied: true });
    assert.equal(await folder.read('test/new.txt'), 'new\n');
    await assert.rejects(access(folder.in('old.txt')));
  });

  it('touches nothing when one of the files has drifted, saved or not', async () => {
    const folder = await TestFolder.with({ 'src/a.txt': before, 'src/b.txt': 'b\n' });
    const { document } = await folder.show('src/b.txt');
    const unsaved = new vscode.WorkspaceEdit();
    unsaved.insert(document.uri, new vscode.Position(0, 0), 'mine\n');
    await vscode.workspace.applyEdit(unsaved);
    const result = await applyToWorkspace(folder.path, [
      change,
      { path: 'src/b.txt', before: 'b\n', after: 'B\n' },
    ]);
    assert.ok(!result.applied && result.message.includes('src/b.txt'));
    assert.equal(document.getText(), 'mine\nb\n');
    assert.equal(await folder.read('src/a.txt'), before);
    const onDisk = await applyToWorkspace(folder.path, [{ ...change, before: 'another\n' }]);
    assert.ok(!onDisk.applied && onDisk.message.includes('src/a.txt'));
    assert.equal(await folder.read('src/a.txt'), before);
  });

  it('does not write over a file where the fix makes a new one, nor change one that is gone', async () => {
    const folder = await TestFolder.with({ 'there.txt': 'mine\n' });
    const made = await applyToWorkspace(folder.path, [{ path: 'there.txt', before: null, after: 'fix\n' }]);
    assert.equal(made.applied, false);
    assert.equal(await folder.read('there.txt'), 'mine\n');
    const gone = await applyToWorkspace(folder.path, [change]);
    assert.equal(gone.applied, false);
  });

  it('does not leave the repository', async () => {
    const folder = await TestFolder.with({ 'inside/x.txt': 'x\n', 'outside.txt': 'x\n' });
    for (const path of ['../outside.txt', folder.in('outside.txt')]) {
      const result = await applyToWorkspace(folder.in('inside'), [{ path, before: 'x\n', after: 'y\n' }]);
      assert.equal(result.applied, false, path);
    }
    assert.equal(await folder.read('outside.txt'), 'x\n');
  });
});
