import { jsonOf } from '@errata/protocol/lenient';
import { z } from 'zod';

const runningSchema = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.int().positive().optional() })),
});
type Running = z.infer<typeof runningSchema>['models'];

/**
 * How many tokens a model takes as Ollama is set, which cuts off the beginning of what is longer without a word. It tells that of models
 * that are loaded: this one is loaded for it, as it would be for the first question. Undefined where something else than Ollama answers.
 */
export async function windowInOllama(
  address: URL,
  model: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const running = await runningAt(address, signal);
  if (running === undefined) return undefined;
  const loaded = running.find(({ name }) => isNamed(name, model));
  if (loaded !== undefined) return loaded.context_length;
  const body = JSON.stringify({ model, stream: false });
  await (await fetch(new URL('/api/generate', address), { method: 'POST', body, ...plain, signal })).text();
  return (await runningAt(address, signal))?.find(({ name }) => isNamed(name, model))?.context_length;
}

/** Nothing goes anywhere else than it was to go. */
const plain = { redirect: 'error' } as const;

async function runningAt(address: URL, signal: AbortSignal): Promise<Running | undefined> {
  const response = await fetch(new URL('/api/ps', address), { ...plain, signal });
  const text = await response.text();
  if (!response.ok) return undefined;
  return runningSchema.safeParse(jsonOf(text)).data?.models;
}

function isNamed(name: string, model: string): boolean {
  return name === model || name === `${model}:latest`;
}
