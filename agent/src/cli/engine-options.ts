import { engineSettingsSchema } from '@errata/protocol/model';
import { type Command, Option } from 'commander';
import { modelKey } from '../model/keys.ts';
import { ModelError } from '../model/model-error.ts';
import { engineSettingsFrom } from '../model/settings-from-env.ts';
import type { Engines } from '../workflow/model/engines.ts';
import { CommandError } from './exit.ts';

export interface EngineOptions {
  engine?: string;
  model?: string;
  modelUrl?: string;
  modelPrices?: string;
}

/** Options of a command that makes fixes: who writes them. Keys are in the environment alone. */
export function withEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--engine <engine>',
        'who writes fixes: auto asks a model, or a command, where templates do not prove one',
      ).choices(['auto', 'templates', 'model', 'command']),
    )
    .option('--model <provider:model>', 'the model, such as anthropic:NAME or openai:NAME; ERRATA_MODEL')
    .option('--model-url <url>', "where it is, if not at its provider's; ERRATA_MODEL_URL")
    .option(
      '--model-prices <name=input/output>',
      'what models cost, in US dollars for a million tokens, where that is not known; ERRATA_MODEL_PRICES',
    );
}

/** As an editor says it, with a key of the environment. Throws `CommandError` `bad-usage`. */
export function enginesAs(json: string, env: NodeJS.ProcessEnv = process.env): Engines {
  try {
    const settings = engineSettingsSchema.parse(JSON.parse(json));
    return { settings, key: settings.model && modelKey(settings.model, env) };
  } catch (error) {
    throw new CommandError('bad-usage', `--engines: ${error instanceof Error ? error.message : error}`);
  }
}

/** Whom the options and the environment name. Throws `CommandError` `bad-usage`. */
export function enginesFrom(options: EngineOptions, env: NodeJS.ProcessEnv = process.env): Engines {
  const { engine, model, modelUrl, modelPrices } = options;
  try {
    const settings = engineSettingsFrom(env, { engine, model, modelUrl, modelPrices });
    return { settings, key: settings.model && modelKey(settings.model, env) };
  } catch (error) {
    if (!ModelError.is(error)) throw error;
    throw new CommandError('bad-usage', error.message);
  }
}
