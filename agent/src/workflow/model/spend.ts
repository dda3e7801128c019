import type { ModelSpend, TokenUsage } from '@errata/protocol/model';

/** What two cost together; no money where one of them is not known. */
export function together(one: ModelSpend | undefined, other: ModelSpend | undefined): ModelSpend | undefined {
  if (one === undefined || one.calls === 0) return other ?? one;
  if (other === undefined || other.calls === 0) return one;
  const { cost: first, ...before } = one;
  const second = other.cost;
  return {
    ...before,
    model: other.model,
    calls: one.calls + other.calls,
    tokens: added(one.tokens, other.tokens),
    milliseconds: one.milliseconds + other.milliseconds,
    ...((one.reflections ?? other.reflections) !== undefined && {
      reflections: (one.reflections ?? 0) + (other.reflections ?? 0),
    }),
    ...(first !== undefined && second !== undefined && { cost: first + second }),
  };
}

function added(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
  };
}
