import assert from 'node:assert/strict';
import { ModelError } from './model-error.ts';
import { engineSettingsFrom } from './settings-from-env.ts';

const refused = (read: () => unknown, message: RegExp) =>
  assert.throws(read, error => ModelError.is(error, 'no-model') && message.test(error.message));

describe('the settings of models from the environment', () => {
  it('name no model where nothing is said', () => {
    const settings = engineSettingsFrom({});
    assert.deepEqual([settings.engine, settings.model, settings.command], ['auto', undefined, undefined]);
  });

  it('are what is said there', () => {
    const { model, command } = engineSettingsFrom({
      ERRATA_MODEL: 'openai:qwen3-coder:30b',
      ERRATA_MODEL_URL: 'http://localhost:11434/v1',
      ERRATA_MODEL_API: 'responses',
      ERRATA_ENGINE_COMMAND: 'codex',
    });
    const baseUrl = 'http://localhost:11434/v1';
    assert.deepEqual(model, { provider: 'openai', model: 'qwen3-coder:30b', baseUrl, api: 'responses' });
    assert.equal(command, 'codex');
  });

  it('are what was said in the command before that', () => {
    const env = {
      ERRATA_MODEL: 'openai:gpt',
      ERRATA_MODEL_URL: 'http://localhost:1/v1',
      ERRATA_ENGINE_COMMAND: 'codex',
    };
    const said = {
      engine: 'model',
      model: 'anthropic:claude',
      modelUrl: 'http://localhost:2',
      command: 'claude',
    };
    const settings = engineSettingsFrom(env, said);
    assert.equal(settings.engine, 'model');
    assert.deepEqual(settings.model, {
      provider: 'anthropic',
      model: 'claude',
      baseUrl: 'http://localhost:2',
      api: 'chat',
    });
    assert.equal(settings.command, 'claude');
  });

  it('hold prices, which people write by hand', () => {
    const prices = (written: string) => engineSettingsFrom({ ERRATA_MODEL_PRICES: written }).prices;
    assert.deepEqual(prices(''), {});
    assert.deepEqual(prices('qwen3-coder:30b=0.2/.8, openai:a=b=1/2/0.5/3 ,'), {
      'qwen3-coder:30b': { input: 0.2, output: 0.8 },
      'openai:a=b': { input: 1, output: 2, cacheRead: 0.5, cacheWrite: 3 },
    });
    const said = { modelPrices: 'm=1/2' };
    assert.deepEqual(Object.keys(engineSettingsFrom({ ERRATA_MODEL_PRICES: 'n=1/2' }, said).prices), ['m']);
    for (const written of [
      'm',
      'm=',
      'm=1',
      '=1/2',
      'm=1/x',
      'm=-1/2',
      'm=1/2/3/4/5',
      'm=1/Infinity',
      'm=1/0x2',
    ])
      refused(() => prices(written), /NAME=INPUT\/OUTPUT/);
  });

  it('say what is wrong with them', () => {
    for (const model of ['claude', 'claude:', ':claude', 'gemini:pro', 'Anthropic']) {
      refused(() => engineSettingsFrom({ ERRATA_MODEL: model }), /PROVIDER:MODEL/);
    }
    const model = 'openai:gpt';
    refused(() => engineSettingsFrom({}, { model, modelUrl: 'localhost:11434' }), /http:\/\//);
    refused(() => engineSettingsFrom({}, { model, modelUrl: 'file:///etc/passwd' }), /http:\/\//);
    refused(() => engineSettingsFrom({ ERRATA_MODEL: model, ERRATA_MODEL_API: 'grpc' }), /ERRATA_MODEL_API/);
    refused(() => engineSettingsFrom({}, { engine: 'magic' }), /engine/);
  });
});
