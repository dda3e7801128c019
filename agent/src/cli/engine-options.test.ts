import assert from 'node:assert/strict';
import { Command } from 'commander';
import { type EngineOptions, enginesAs, enginesFrom, withEngineOptions } from './engine-options.ts';

function given(...args: string[]): EngineOptions {
  const command = withEngineOptions(
    new Command('fix').exitOverride().configureOutput({ writeErr: () => {} }),
  );
  return command.parse(args, { from: 'user' }).opts();
}

describe('options that say who writes fixes', () => {
  it('name nobody by themselves', () => {
    const { settings, key } = enginesFrom(given(), {});
    assert.deepEqual(
      [settings.engine, settings.model, settings.command, key],
      [...['auto', undefined, undefined, undefined]],
    );
  });

  it('go before the environment, which holds the key', () => {
    const env = { ERRATA_MODEL: 'openai:one', OPENAI_API_KEY: 'sk-o', ANTHROPIC_API_KEY: 'sk-a' };
    assert.equal(enginesFrom(given(), env).key, 'sk-o');
    const { settings, key } = enginesFrom(given('--engine', 'model', '--model', 'anthropic:two'), env);
    assert.deepEqual([settings.engine, settings.model?.model, key], ['model', 'two', 'sk-a']);
  });

  it('give no key of a provider to another address', () => {
    const options = given('--model', 'openai:m', '--model-url', 'https://models.example/v1');
    assert.equal(enginesFrom(options, { OPENAI_API_KEY: 'sk-o' }).key, undefined);
  });

  it('are those of an editor where it says them', () => {
    const said = { model: { provider: 'openai', model: 'm' }, budget: { moneyPerFix: 2 }, steps: 4 };
    const { settings, key } = enginesAs(JSON.stringify(said), {
      ERRATA_MODEL: 'openai:n',
      OPENAI_API_KEY: 'sk-o',
    });
    assert.deepEqual(
      [settings.model?.model, settings.budget.moneyPerFix, settings.steps, key],
      ['m', 2, 4, 'sk-o'],
    );
    for (const json of ['{', '[]', '{"steps":-1}'])
      assert.throws(() => enginesAs(json, {}), { reason: 'bad-usage' });
  });

  it('are refused where they say nothing that there is', () => {
    assert.throws(() => given('--engine', 'magic'));
    for (const options of [{ model: 'gpt' }, { model: 'openai:m', modelUrl: 'ftp://x' }])
      assert.throws(() => enginesFrom(options, {}), { reason: 'bad-usage' });
  });
});
