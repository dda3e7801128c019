import type { AgentOptions } from '@errata/protocol/agent-rpc';
import { modelKey } from '../model/keys.ts';
import type { AskEditor } from '../model/open-model.ts';
import type { Engines } from '../workflow/model/engines.ts';

/** How models take part in fixes: as the client says, with a key of the environment where it gave none. */
export function enginesOf(
  { engines: settings, modelKey: given }: Pick<AgentOptions, 'engines' | 'modelKey'>,
  askEditor: AskEditor,
  env: NodeJS.ProcessEnv,
): Engines {
  const key = given ?? (settings.model && modelKey(settings.model, env));
  return { settings, key, askEditor };
}
