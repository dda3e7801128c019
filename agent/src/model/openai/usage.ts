import type { TokenUsage } from '@errata/protocol/model';

interface Details {
  readonly cached_tokens?: number | null;
  readonly cache_write_tokens?: number | null;
}

/** What was used. OpenAI's protocols count what a cache held or took among what goes in. */
export function usageOf(all: number, output: number, details: Details | null | undefined): TokenUsage {
  const cacheRead = details?.cached_tokens ?? 0;
  const cacheWrite = details?.cache_write_tokens ?? 0;
  return { input: Math.max(0, all - cacheRead - cacheWrite), output, cacheRead, cacheWrite };
}
