import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { withoutSecrets } from './without-secrets.ts';

describe('the log of what is sent to the agent', () => {
  it('shows secrets as dots, also where one had to be escaped or came later', () => {
    const said: string[] = [];
    const write = (...words: unknown[]) => said.push(words.join(' '));
    // Only what is called of it; the editor's own cannot be changed either.
    const log = Object.freeze({ trace: write, info: write }) as unknown as LogOutputChannel;
    const secrets = new Set(['s3cr"t']);
    const careful = withoutSecrets(log, secrets);
    careful.trace('Params: {"token":"s3cr\\"t"}', 's3cr"t');
    secrets.add('gho_1');
    careful.trace('Result: gho_1');
    careful.info('connected');
    assert.deepEqual(said, ['Params: {"token":"•••"} •••', 'Result: •••', 'connected']);
  });
});
