import type { OfferedModel } from '@errata/protocol/model';
import { z } from 'zod';
import type { ServerAccess } from '../server-access.ts';
import { openaiClient } from './client.ts';

const tokens = z.int().positive().optional().catch(undefined);
/** OpenAI itself says a name alone; others say how much a model takes, each in words of its own. */
const modelSchema = z.object({
  id: z.string().min(1).max(200),
  max_model_len: tokens,
  context_length: tokens,
  context_window: tokens,
  max_context_length: tokens,
});

/** The models that a server offers that speaks OpenAI's protocols, by their names. */
export async function offeredByOpenai(access: ServerAccess, signal: AbortSignal): Promise<OfferedModel[]> {
  const { data } = await openaiClient(access).models.list({ signal });
  const known = z
    .array(z.unknown())
    .catch([])
    .parse(data)
    .flatMap(each => modelSchema.safeParse(each).data ?? []);
  return known
    .map(({ id: name, max_model_len, context_length, context_window, max_context_length }) => {
      const window = max_model_len ?? context_length ?? context_window ?? max_context_length;
      return { name, ...(window && { window }) };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
