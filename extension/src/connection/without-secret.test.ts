import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { withoutSecret } from './without-secret.ts';

function recorder() {
  const said: string[] = [];
  const write = (...words: unknown[]) => said.push(words.join(' '));
  // Only what is called of it; the editor's own cannot be changed either.
  const log = Object.freeze({ trace: write, info: write }) as unknown as LogOutputChannel;
  return { said, log };
}

describe('the log of what is sent to the agent', () => {
  it('shows a token as dots, also where it had to be escaped', () => {
    const { said, log } = recorder();
    const careful = withoutSecret(log, 's3cr"t');
    careful.trace('Params: {"token":"s3cr\\"t"}', 's3cr"t');
    careful.info('connected');
    assert.deepEqual(said, ['Params: {"token":"•••"} •••', 'connected']);
  });

  it('is the log as it is where there is no token', () => {
    const { log } = recorder();
    assert.equal(withoutSecret(log, undefined), log);
  });
});
