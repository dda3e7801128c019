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
    .option('--model-url <url>', "where it is, if not at its provider's; ERRATA_MODEL_URL");
}

/** Whom the options and the environment name. Throws `CommandError` `bad-usage`. */
export function enginesFrom(options: EngineOptions, env: NodeJS.ProcessEnv = process.env): Engines {
  const { engine, model, modelUrl } = options;
  try {
    const settings = engineSettingsFrom(env, { engine, model, modelUrl });
    return { settings, key: settings.model && modelKey(settings.model, env) };
  } catch (error) {
    if (!ModelError.is(error)) throw error;
    throw new CommandError('bad-usage', error.message);
  }
}
