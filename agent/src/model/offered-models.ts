import type { ModelChoice, OfferedModel } from '@errata/protocol/model';
import { anthropicAddress, openaiAddress } from './addresses.ts';
import { ModelError } from './model-error.ts';
import type { Access } from './open-model.ts';
import type { ServerAccess } from './server-access.ts';
import { serverFault } from './server-fault.ts';

/** Milliseconds: nobody waits longer for a list. */
const longest = 5_000;
/** A local model may be loaded for minutes, which it would be for a question as well. */
const longestLoad = 300_000;

type Offering = (access: ServerAccess, signal: AbortSignal) => Promise<OfferedModel[]>;

/** Loaded when one is wanted. */
const lists: Readonly<Record<Exclude<ModelChoice['provider'], 'editor'>, Offering>> = {
  anthropic: async (...asked) => (await import('./anthropic/offered.ts')).offeredByAnthropic(...asked),
  openai: async (...asked) => (await import('./openai/offered.ts')).offeredByOpenai(...asked),
};

/** The models that there are at a server. Throws `ModelError`. */
export async function offeredModels(access: ServerAccess, signal: AbortSignal): Promise<OfferedModel[]> {
  const { provider } = access.choice;
  if (provider === 'editor') return (await access.editorModels?.(signal)) ?? [];
  return ask(access, signal, longest, within => lists[provider](access, within));
}

/** How many tokens the chosen model takes, where anybody says it. What is wrong with the server is said when it is asked. */
export async function windowOf(access: Access, signal: AbortSignal): Promise<number | undefined> {
  const { model } = access.choice;
  try {
    const offered = await offeredModels(access, signal);
    return offered.find(({ name }) => name === model)?.window ?? (await windowOfRunning(access, signal));
  } catch (error) {
    if (ModelError.is(error)) return undefined;
    throw error;
  }
}

/** A server that wants no key may be one that loads models when they are asked for. */
async function windowOfRunning(access: Access, signal: AbortSignal): Promise<number | undefined> {
  const { provider, model, baseUrl } = access.choice;
  if (provider !== 'openai' || access.key !== undefined) return undefined;
  const { windowInOllama } = await import('./openai/ollama.ts');
  return ask(access, signal, longestLoad, within => windowInOllama(openaiAddress(baseUrl), model, within));
}

async function ask<T>(
  { choice: { provider, baseUrl }, key }: ServerAccess,
  signal: AbortSignal,
  milliseconds: number,
  answered: (within: AbortSignal) => Promise<T>,
): Promise<T> {
  const address = provider === 'anthropic' ? new URL(anthropicAddress(baseUrl)) : openaiAddress(baseUrl);
  const late = AbortSignal.timeout(milliseconds);
  try {
    return await answered(AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    const reason = late.aborted ? new Error('Request timed out.') : error;
    throw serverFault(reason, { id: provider, host: address.host, key });
  }
}
