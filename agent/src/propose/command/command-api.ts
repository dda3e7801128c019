import type { EngineSettings, ModelChoice } from '@errata/protocol/model';
import { modelKey, needsKey } from '../../model/keys.ts';
import type { RelayedApi } from '../../model/relay/relayed-apis.ts';
import { providerOf } from './engine-command.ts';

/** The server that a program's requests are relayed to. */
export interface CommandApi extends RelayedApi {
  /** The program's own choice without it. */
  readonly model?: string | undefined;
  readonly needsKey: boolean;
}

/**
 * The server of the model that was chosen, where the program speaks its protocol; else that of the program's maker; none for a program
 * that nothing is known of. `key` is that of the chosen model, or where none is chosen, of the maker: it goes to no other server.
 */
export function commandApi(
  settings: Pick<EngineSettings, 'command' | 'model'>,
  key: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): CommandApi | undefined {
  const makers = providerOf(settings);
  const chosen = settings.model;
  const speaks = chosen?.provider;
  if (chosen !== undefined && speaks !== 'editor' && speaks !== undefined && (makers ?? speaks) === speaks)
    return {
      ...{ provider: speaks, model: chosen.model, key: key ?? modelKey(chosen, env) },
      ...(chosen.baseUrl !== undefined && { baseUrl: chosen.baseUrl }),
      needsKey: needsKey(chosen),
    };
  if (makers === undefined) return undefined;
  const home: ModelChoice = { provider: makers, model: '', api: 'responses' };
  const { ERRATA_MODEL_KEY: _, ...others } = env;
  return {
    ...{ provider: makers, needsKey: true },
    key: chosen === undefined ? (key ?? modelKey(home, env)) : modelKey(home, others),
  };
}
