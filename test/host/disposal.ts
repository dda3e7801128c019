import assert from 'node:assert/strict';
import { sharedWatch } from '../editor/probe/shared.ts';
import { agents } from './agent.ts';
import { eventually } from './folder.ts';

/** What vscode-languageclient registers for notebooks and visible editors, and has no way to dispose of. */
const neverDisposed = new Set([
  'workspace.onDidOpenTextDocument',
  'workspace.onDidChangeTextDocument',
  'workspace.onDidCloseTextDocument',
  'window.onDidChangeVisibleTextEditors',
]);
const isLanguageClient = (stack: string) => stack.includes('language-client.cjs');

describe('the end of the extension', () => {
  it('leaves no listener, no timer and no process behind', async () => {
    const { api, timers } = sharedWatch();
    assert.ok(api.live.size > 10, `only ${api.live.size} registrations were seen`);
    await sharedWatch().deactivate();
    await eventually('the agent to end', async () => (await agents()).length === 0);
    const left = [...api.live.values()];
    assert.deepEqual(
      left
        .filter(({ by, stack }) => !(isLanguageClient(stack) && neverDisposed.has(by)))
        .map(({ by, stack }) => `${by} ${stack}`),
      [],
    );
    await eventually('timers to end', () => timers.size === 0, 5000).catch(() => undefined);
    assert.deepEqual([...timers.values()], []);
  });
});
