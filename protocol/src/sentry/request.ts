import type { z } from 'zod';
import type { requestSchema } from '../event.ts';
import { objectOf, pairsOf, textOf, textPairsOf } from '../lenient.ts';

export type EventRequest = z.infer<typeof requestSchema>;

/** The HTTP request that an event happened in, or nothing if there is nothing of use in it. */
export function requestFromSentry(value: unknown): EventRequest | undefined {
  const fields = objectOf(value);
  if (fields === undefined) return undefined;
  const method = textOf(fields['method']);
  const url = textOf(fields['url']);
  const query = queryOf(fields['query_string'] ?? fields['query']);
  const headers = Object.fromEntries(textPairsOf(fields['headers']));
  const body = fields['data'];
  const request = {
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
    ...(query !== undefined && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== undefined && body !== null && { body }),
  };
  return Object.keys(request).length > 0 ? request : undefined;
}

function queryOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text !== undefined) return text;
  const parameters = new URLSearchParams();
  for (const [name, entry] of pairsOf(value)) {
    for (const one of Array.isArray(entry) ? entry : [entry]) parameters.append(name, textOf(one) ?? '');
  }
  return parameters.size > 0 ? parameters.toString() : undefined;
}
