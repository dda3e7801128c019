import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './folder.ts';

/** Models need no more than this of the editor, and none of them has to be there. */
describe('the tools for models', () => {
  const offered = () =>
    vscode.lm.tools.filter(({ name }) => name.startsWith('errata_')).map(({ name }) => name);

  it('are offered by the extension', async () => {
    const names = await eventually('the tools', async () => {
      const found = offered();
      return found.length > 0 && found;
    });
    assert.deepEqual(names.toSorted(), [
      ...[
        'errata_fix',
        'errata_get_error',
        'errata_list_errors',
        'errata_locate',
        'errata_publish',
        'errata_verify',
      ],
    ]);
  });

  it('answer from the agent', async () => {
    const result = await vscode.lm.invokeTool('errata_list_errors', {
      input: {},
      toolInvocationToken: undefined,
    });
    const text = result.content
      .map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
      .join();
    assert.match(text, /----- untrusted [0-9a-f]{16} -----/);
  });

  it('say why they cannot', async () => {
    const asked = vscode.lm.invokeTool('errata_get_error', {
      input: { issue: 'NONE-1' },
      toolInvocationToken: undefined,
    });
    await assert.rejects(async () => asked, /not-found/);
  });
});
