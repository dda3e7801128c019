import type { ModelTroubleReason, TokenUsage } from '@errata/protocol/model';
import type { ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { estimateTokens, mostTokens } from './estimate.ts';

export const nothing: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** Turned away before a model read anything. */
const free: ReadonlySet<ModelTroubleReason> = new Set([
  'no-model',
  'no-key',
  'key-refused',
  'forbidden',
  'model-not-found',
  'context-too-long',
  'rate-limited',
  'overloaded',
  'unreachable',
]);

/** What a call took that failed or was given up: as the provider says, else as far as it can be estimated. */
export function usedBy(error: unknown, request: ModelRequest, heard: string): TokenUsage {
  if (ModelError.is(error)) {
    if (error.tokens !== undefined) return error.tokens;
    if (free.has(error.reason) && heard === '') return nothing;
  }
  return { ...mostTokens(request), output: Math.min(estimateTokens(heard), request.maxOutput) };
}
