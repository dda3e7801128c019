import type { TokenUsage } from '@errata/protocol/model';
import type { ModelRequest } from '../model.ts';

/** Rather too few: code and prose have more than three, and Chinese about that many. */
const bytesPerToken = 3;

export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** The most tokens that a request is expected to take. */
export function mostTokens(request: ModelRequest): TokenUsage {
  const { system, messages, tools, schema, maxOutput } = request;
  const input = estimateTokens(JSON.stringify([system, messages, tools, schema]));
  return { input, output: maxOutput, cacheRead: 0, cacheWrite: 0 };
}
