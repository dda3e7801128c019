import type { OfferedModel } from '@errata/protocol/model';
import type { ServerAccess } from '../server-access.ts';
import { anthropicClient } from './client.ts';

/** Of one page: nobody offers more. */
const most = 1000;

/** The models that a server offers that speaks Anthropic's protocol, the newest first. */
export async function offeredByAnthropic(access: ServerAccess, signal: AbortSignal): Promise<OfferedModel[]> {
  const { data } = await anthropicClient(access).models.list({ limit: most }, { signal });
  return data.map(({ id, max_input_tokens: window }) => ({ name: id, ...(window && { window }) }));
}
