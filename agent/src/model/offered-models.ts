import type { ModelChoice, OfferedModel } from '@errata/protocol/model';
import { anthropicAddress, openaiAddress } from './addresses.ts';
import { ModelError } from './model-error.ts';
import type { Access } from './open-model.ts';
import type { ServerAccess } from './server-access.ts';
import { serverFault } from './server-fault.ts';

/** Milliseconds: nobody waits longer for a list. */
const longest = 5_000;

type Offering = (access: ServerAccess, signal: AbortSignal) => Promise<OfferedModel[]>;

/** Loaded when one is wanted. */
const lists: Readonly<Record<Exclude<ModelChoice['provider'], 'editor'>, Offering>> = {
  anthropic: async (...asked) => (await import('./anthropic/offered.ts')).offeredByAnthropic(...asked),
  openai: async (...asked) => (await import('./openai/offered.ts')).offeredByOpenai(...asked),
};

/** The models that there are at a server. Throws `ModelError`. */
export async function offeredModels(access: ServerAccess, signal: AbortSignal): Promise<OfferedModel[]> {
  const { provider, baseUrl } = access.choice;
  if (provider === 'editor') return (await access.editorModels?.(signal)) ?? [];
  const address = provider === 'anthropic' ? new URL(anthropicAddress(baseUrl)) : openaiAddress(baseUrl);
  const late = AbortSignal.timeout(longest);
  try {
    return await lists[provider](access, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    const server = { id: provider, host: address.host, key: access.key };
    throw serverFault(late.aborted ? new Error('Request timed out.') : error, server);
  }
}

/** How many tokens the chosen model takes, where its server says it. What is wrong with the server is said when it is asked. */
export async function windowOf(access: Access, signal: AbortSignal): Promise<number | undefined> {
  try {
    const offered = await offeredModels(access, signal);
    return offered.find(({ name }) => name === access.choice.model)?.window;
  } catch (error) {
    if (ModelError.is(error)) return undefined;
    throw error;
  }
}
