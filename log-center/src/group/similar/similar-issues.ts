import type { SimilarIssue } from '@errata/protocol/grouping';
import { align, type TraceKeys, type Weight } from './frame-alignment.ts';

/** An issue by the trace of one of its events. */
export interface Candidate {
  readonly issue: string;
  readonly trace: TraceKeys;
}

/** Below, what two traces share is the framework that they run in. */
const least = 0.3;

/** The issues most like a trace, best first; equally good ones by their names. They are suggestions. */
export function similarIssues(
  target: TraceKeys,
  candidates: readonly Candidate[],
  limit: number,
): SimilarIssue[] {
  const weight = rarityAmong([target, ...candidates.map(({ trace }) => trace)]);
  return candidates
    .map(({ issue, trace }) => ({ issue, ...align(target, trace, weight) }))
    .filter(({ similarity }) => similarity >= least)
    .sort((one, other) => other.similarity - one.similarity || (one.issue < other.issue ? -1 : 1))
    .slice(0, limit)
    .map(({ issue, similarity, shared }) => ({ issue, score: similarity, frames: [...shared] }));
}

/** Inverse document frequency: a function on every stack says little, one on few says much. Never nothing. */
export function rarityAmong(traces: readonly TraceKeys[]): Weight {
  const seen = new Map<string, number>();
  for (const trace of traces) for (const key of new Set(trace)) seen.set(key, (seen.get(key) ?? 0) + 1);
  return key => Math.log(1 + traces.length / (seen.get(key) ?? 1));
}
