import assert from 'node:assert/strict';
import { agentOptionsSchema } from '@errata/protocol/agent-rpc';
import fc from 'fast-check';
import {
  engineSettingNames,
  keyOrigin,
  modelChoice,
  readEngines,
  withoutEditor,
  writerOf,
} from './engine-settings.ts';

const reading = (settings: Readonly<Record<string, unknown>>) => (name: string) => settings[name];
const originOf = (settings: Readonly<Record<string, unknown>>) => keyOrigin(readEngines(reading(settings)));

describe('the settings of models', () => {
  it('make what the agent is started with, whatever a person wrote', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.webUrl(),
      fc.constant('x'.repeat(3000)),
      fc.string({ maxLength: 300 }).map(text => `openai:${text}`),
      fc.dictionary(fc.constantFrom('moneyPerFix', 'tokensPerDay'), fc.oneof(fc.double(), fc.integer())),
      fc.dictionary(fc.string(), fc.dictionary(fc.constantFrom('input', 'output', 'cacheRead'), fc.double())),
    );
    const settings = fc.record(Object.fromEntries(engineSettingNames.map(name => [name, anything])));
    fc.assert(
      fc.property(settings, given => {
        agentOptionsSchema.parse({ engines: readEngines(reading(given)) });
      }),
    );
  });

  it('are those that a person wrote', () => {
    assert.deepEqual(
      readEngines(
        reading({
          engine: 'model',
          model: ' openai:qwen2.5-coder:7b ',
          modelUrl: 'http://localhost:11434/v1',
          modelApi: 'responses',
          modelBudget: { moneyPerFix: 0.5, tokensPerDay: 1000, tokensPerFix: 1.5, more: 1 },
          modelPrices: {
            'qwen2.5-coder': { input: 0.2, output: 0.8, cacheRead: 0, more: 1 },
            free: { input: 0 },
            odd: { input: -1, output: '2' },
            none: null,
          },
          modelSamples: 99,
          modelSteps: 12,
          engineCommand: 'claude',
          keepPrompts: true,
        }),
      ),
      {
        engine: 'model',
        model: {
          provider: 'openai',
          model: 'qwen2.5-coder:7b',
          api: 'responses',
          baseUrl: 'http://localhost:11434/v1',
        },
        command: 'claude',
        budget: { moneyPerFix: 0.5, tokensPerDay: 1000 },
        prices: { 'qwen2.5-coder': { input: 0.2, output: 0.8, cacheRead: 0 } },
        samples: 10,
        steps: 12,
        keepPrompts: true,
      },
    );
  });

  it('name no model where its address cannot be read, as code would go elsewhere', () => {
    for (const modelUrl of ['localhost:11434', 'file:///etc/passwd', 'http://'])
      assert.equal(modelChoice(reading({ model: 'openai:gpt', modelUrl })), undefined, modelUrl);
    assert.equal(modelChoice(reading({ model: 'copilot:gpt' })), undefined);
    assert.equal(modelChoice(reading({ model: 'gpt' })), undefined);
  });

  it('bind a key to the machine and the port that it was given for', () => {
    assert.equal(originOf({ model: 'anthropic:claude' }), 'https://api.anthropic.com');
    assert.equal(originOf({ model: 'openai:gpt' }), 'https://api.openai.com');
    assert.equal(
      originOf({ model: 'openai:gpt', modelUrl: 'https://ai.example:8443/v1' }),
      'https://ai.example:8443',
    );
    assert.equal(originOf({ model: 'editor:gpt', modelUrl: 'https://ai.example' }), undefined);
    assert.equal(originOf({ engineCommand: 'claude' }), 'https://api.anthropic.com');
    assert.equal(originOf({ engineCommand: 'codex', model: 'editor:gpt' }), undefined);
    assert.equal(originOf({ engineCommand: 'make fix {prompt}' }), undefined);
    assert.equal(originOf({ engineCommand: 'constructor' }), undefined);
  });

  it('hold without an editor as far as they name something else', () => {
    const left = (settings: Readonly<Record<string, unknown>>) =>
      withoutEditor(readEngines(reading(settings)));
    assert.equal(left({}), undefined);
    assert.equal(left({ model: 'editor:gpt', modelSteps: 3 }), undefined);
    assert.equal(left({ engine: 'templates' })?.engine, 'templates');
    const { model, command } = left({ model: 'editor:gpt', engineCommand: 'codex' }) ?? {};
    assert.deepEqual([model, command], [undefined, 'codex']);
    const other = left({ model: 'openai:gpt', modelBudget: { moneyPerDay: 2 } });
    assert.deepEqual([other?.model?.model, other?.budget], ['gpt', { moneyPerDay: 2 }]);
  });

  it('say what follows words', () => {
    const writer = (settings: Readonly<Record<string, unknown>>) => writerOf(readEngines(reading(settings)));
    const both = { model: 'editor:gpt', engineCommand: 'make fix {prompt}' };
    assert.equal(writer({}), undefined);
    assert.equal(writer(both), 'editor:gpt');
    assert.equal(writer({ ...both, engine: 'command' }), 'make');
    assert.equal(writer({ ...both, engine: 'templates' }), undefined);
    assert.equal(writer({ engineCommand: 'codex' }), 'codex');
    assert.equal(writer({ engineCommand: 'codex', engine: 'model' }), undefined);
  });
});
