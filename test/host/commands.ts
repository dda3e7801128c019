import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../extension/src/commands.ts';
import { sharedWatch } from '../editor/probe/shared.ts';

const extension = () => {
  const found = vscode.extensions.getExtension('errata.errata');
  assert.ok(found);
  return found;
};

describe('what the extension adds to VS Code', () => {
  it('is there without a warning or an error being shown', async () => {
    await extension().activate();
    assert.deepEqual(sharedWatch().api.messages, []);
  });

  it('has every command, and no other of its name', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter(
      // Views bring commands of their own.
      id => id.startsWith('errata.') && !id.startsWith('errata.incoming.'),
    );
    assert.deepEqual(registered.sort(), [...commandIds].sort());
  });

  it('has no command in a menu or on a key that is not registered', () => {
    const { contributes } = extension().packageJSON;
    const menus: { command?: string }[] = Object.values(contributes.menus).flat() as never;
    const keys: { command?: string }[] = contributes.keybindings ?? [];
    const used = [...menus, ...keys].map(({ command }) => command).filter(id => id?.startsWith('errata.'));
    const known = new Set<string | undefined>(commandIds);
    assert.deepEqual(
      used.filter(id => !known.has(id)),
      [],
    );
  });

  it('says in context keys what menus and welcome views go by', () => {
    const { contextKeys } = sharedWatch().api;
    const text = JSON.stringify(extension().packageJSON.contributes);
    const asked = new Set([...text.matchAll(/errata\.\w+(?=[ =!)&|"])/g)].map(([key]) => key));
    for (const key of contextKeys.keys()) assert.ok(asked.has(key), `nobody asks for ${key}`);
    assert.ok(contextKeys.size > 0);
  });

  it('can be told apart in every setting, view and command by a text of its own', () => {
    const { contributes } = extension().packageJSON;
    const text = JSON.stringify(contributes);
    assert.doesNotMatch(text, /"%[\w.]+%"/, 'a text of the manifest is not in package.nls.json');
  });
});
