import assert from 'node:assert/strict';
import { engineSettingsSchema } from '@errata/protocol/model';
import fc from 'fast-check';
import { commandApi } from './command-api.ts';
import { engineCommand, programsOf } from './engine-command.ts';
import type { InnerApi } from './known-program.ts';

const api: InnerApi = { provider: 'anthropic', address: 'http://127.0.0.1:1', token: 'token', model: 'm-1' };

describe('a command that writes fixes', () => {
  it('is a known program with whatever options a person adds', () => {
    const claude = engineCommand('"/home/a b/bin/claude" --effort high');
    assert.equal(claude?.name, 'Claude Code');
    const words = claude.words(api);
    assert.deepEqual(words.slice(0, 4), ['claude', '--effort', 'high', '-p']);
    assert.deepEqual(words.slice(-2), ['--model', 'm-1']);
    assert.deepEqual(programsOf({ command: '"/home/a b/bin/claude" --effort high' }), [
      '/home/a b/bin/claude',
    ]);
    assert.ok(!claude.words({ ...api, model: undefined }).includes('--model'));
  });

  it('is any program that takes the prompt as an argument of its own', () => {
    const coder = engineCommand("coder --yes '--message={prompt}' 'a b'");
    assert.deepEqual(coder?.words(api), ['coder', '--yes', '--message={prompt}', 'a b']);
    assert.deepEqual(coder.env(api), { ANTHROPIC_BASE_URL: api.address, ANTHROPIC_API_KEY: 'token' });
    assert.equal(coder.env({ ...api, provider: 'openai' })['OPENAI_BASE_URL'], 'http://127.0.0.1:1/v1');
    assert.equal(engineCommand('claude --print {prompt}')?.promptIsArgument, true);
  });

  it('is nothing that a shell would have to read', () => {
    for (const line of [
      '',
      'coder',
      'coder {prompt} && rm x',
      'coder {prompt} | cat',
      'bash -c "coder {prompt}"',
      'coder "$(x {prompt})"',
      'coder {prompt} "say {prompt}"',
    ])
      assert.equal(engineCommand(line), undefined, line);
    fc.assert(fc.property(fc.string(), line => void engineCommand(line)));
  });

  it('says its last words in its own form', () => {
    const claude = engineCommand('claude');
    assert.deepEqual(claude?.said('warning\n{"type":"result","is_error":false,"result":"Done"}\n'), {
      text: 'Done',
    });
    assert.deepEqual(claude.said('{"is_error":true,"result":"Broke"}'), { text: 'Broke', failed: true });
    assert.deepEqual(claude.said('no JSON'), { text: 'no JSON' });
    const codex = engineCommand('codex');
    const item = (text: string) =>
      JSON.stringify({ type: 'item.completed', item: { type: 'agent_message', text } });
    const failed = JSON.stringify({ type: 'turn.failed', error: { message: 'Broke' } });
    assert.deepEqual(codex?.said(`${item('One')}\nnoise\n${item('Two')}\n{"type":"turn.completed"}`), {
      text: 'Two',
    });
    assert.deepEqual(codex.said(`${item('One')}\n${failed}`), { text: 'Broke', failed: true });
    fc.assert(fc.property(fc.string(), text => void [claude.said(text), codex.said(text)]));
  });
});

describe('the server that a command may ask', () => {
  const of = (command: string, model: unknown, key?: string, env: Record<string, string> = {}) =>
    commandApi(engineSettingsSchema.parse({ command, model }), key, env);
  const env = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'o', ERRATA_MODEL_KEY: 'e' };

  it('is that of the chosen model, where the program speaks to such', () => {
    const model = { provider: 'openai', model: 'm-1', baseUrl: 'http://127.0.0.1:1/v1' };
    const expected = { provider: 'openai', model: 'm-1', baseUrl: model.baseUrl, key: 'k', needsKey: false };
    assert.deepEqual(of('codex', model, 'k'), expected);
    assert.deepEqual(of('coder {prompt}', model, 'k', env), expected);
  });

  it("is else that of the program's maker, with its own key and no other", () => {
    const elsewhere = { provider: 'openai', model: 'm-1', baseUrl: 'https://models.example/v1' };
    assert.deepEqual(of('claude', elsewhere, 'k', env), { provider: 'anthropic', key: 'a', needsKey: true });
    assert.deepEqual(of('claude', undefined, 'k', env), { provider: 'anthropic', key: 'k', needsKey: true });
    assert.equal(of('claude', elsewhere, 'k', { ERRATA_MODEL_KEY: 'e' })?.key, undefined);
    assert.equal(of('codex', { provider: 'editor', model: 'm-1' }, 'k', env)?.key, 'o');
  });

  it('is none where nobody says which', () => {
    assert.equal(of('coder {prompt}', undefined, 'k', env), undefined);
    assert.equal(of('coder {prompt}', { provider: 'editor', model: 'm-1' }, 'k', env), undefined);
  });
});
