import type { AgentOptions, AgentParams, AgentResult } from '@errata/protocol/agent-rpc';
import { modelKey } from '../model/keys.ts';
import { offeredModels } from '../model/offered-models.ts';
import type { ModelAccess } from '../model/open-model.ts';
import type { Engines } from '../workflow/model/engines.ts';

/** How the models of the editor are reached. */
export type EditorAccess = Pick<ModelAccess, 'askEditor' | 'editorModels'>;

/** How models take part in fixes: as the client says, with a key of the environment where it gave none. */
export function enginesOf(
  { engines: settings, modelKey: given }: Pick<AgentOptions, 'engines' | 'modelKey'>,
  editor: EditorAccess,
  env: NodeJS.ProcessEnv,
): Engines {
  const key = given ?? (settings.model && modelKey(settings.model, env));
  return { settings, key, ...editor };
}

/** What a server offers, with a key of the environment where the client gave none. */
export async function offeredAt(
  { key, ...choice }: AgentParams<'errata/models'>,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<AgentResult<'errata/models'>> {
  return { models: await offeredModels({ choice, key: key ?? modelKey(choice, env) }, signal) };
}
