import assert from 'node:assert/strict';
import { type ModelChoice, modelChoiceSchema } from '@errata/protocol/model';
import { modelKey, needsKey } from './keys.ts';

const choice = (provider: ModelChoice['provider'], baseUrl?: string) =>
  modelChoiceSchema.parse({ provider, model: 'm', baseUrl });
const env = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'o' };

describe('the key of a model', () => {
  it('is the provider’s own at its own address', () => {
    assert.equal(modelKey(choice('anthropic'), env), 'a');
    assert.equal(modelKey(choice('openai'), env), 'o');
    assert.equal(modelKey(choice('openai', 'https://api.openai.com/v1'), env), 'o');
    assert.equal(modelKey(choice('anthropic', 'https://api.anthropic.com'), env), 'a');
  });

  it('does not go to another address, unless it was given for that', () => {
    const others = [
      'https://api.openai.com.example.org/v1',
      'https://api.openai.com@example.org/v1',
      'https://api.openai.com:8443/v1',
      'http://api.openai.com/v1',
      'http://127.0.0.1:11434/v1',
      'https://api.anthropic.com',
    ];
    for (const baseUrl of others) {
      assert.equal(modelKey(choice('openai', baseUrl), env), undefined, baseUrl);
      assert.equal(modelKey(choice('openai', baseUrl), { ...env, ERRATA_MODEL_KEY: 'e' }), 'e', baseUrl);
    }
  });

  it('is the one that was given for it where there are two, and none where it is empty', () => {
    assert.equal(modelKey(choice('anthropic'), { ...env, ERRATA_MODEL_KEY: 'e' }), 'e');
    assert.equal(modelKey(choice('anthropic'), { ...env, ERRATA_MODEL_KEY: ' ' }), 'a');
    assert.equal(modelKey(choice('anthropic'), { ANTHROPIC_API_KEY: '' }), undefined);
    assert.equal(modelKey(choice('editor'), { ...env, ERRATA_MODEL_KEY: 'e' }), undefined);
  });

  it('is needed but for the editor and for servers on this machine', () => {
    assert.ok(needsKey(choice('anthropic')));
    assert.ok(!needsKey(choice('editor')));
    for (const host of ['localhost:11434', '127.0.0.1:8000', '127.3.2.1', '[::1]:8080']) {
      assert.ok(!needsKey(choice('openai', `http://${host}/v1`)), host);
    }
    for (const host of ['localhost.example.org', '127.0.0.1.example.org', '10.0.0.1:8000', 'my-localhost']) {
      assert.ok(needsKey(choice('openai', `http://${host}/v1`)), host);
    }
  });
});
