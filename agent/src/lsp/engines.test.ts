import assert from 'node:assert/strict';
import { agentOptionsSchema } from '@errata/protocol/agent-rpc';
import { enginesOf } from './engines.ts';

const env = { OPENAI_API_KEY: 'sk-of-the-environment', ERRATA_MODEL: 'anthropic:other' };
const keyOf = (model: object | undefined, modelKey?: string) => {
  const options = agentOptionsSchema.parse({ engines: { model }, modelKey });
  return enginesOf(options, {}, env).key;
};

describe('the key of a model that a language client names', () => {
  const model = { provider: 'openai', model: 'gpt' };

  it('is the one that the client gave, else that of the environment', () => {
    assert.equal(keyOf(model, 'sk-given'), 'sk-given');
    assert.equal(keyOf(model), 'sk-of-the-environment');
  });

  it('is not that of the environment where the model is elsewhere, or none is named', () => {
    assert.equal(keyOf({ ...model, baseUrl: 'https://ai.example/v1' }), undefined);
    assert.equal(keyOf({ provider: 'editor', model: 'gpt' }), undefined);
    assert.equal(keyOf(undefined), undefined);
  });
});
