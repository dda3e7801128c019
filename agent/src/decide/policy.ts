import type { FileChange } from '@errata/protocol/proposal';
import { callFence } from './fences/calls.ts';
import type { Fence, Violation } from './fences/fence.ts';
import { manifestFence } from './fences/manifest.ts';
import { pathFence } from './fences/paths.ts';
import { type SizeLimits, sizeFence } from './fences/size.ts';
import { testFence } from './fences/tests.ts';

export interface PolicySettings {
  /** Whether anything may be published without a person at all. */
  readonly automatic: boolean;
  readonly size: SizeLimits;
  /** Confidence from which it may go without a person, and below which only the diagnosis is given. */
  readonly thresholds: { readonly automatic: number; readonly fix: number };
}

export const defaultPolicy: PolicySettings = {
  automatic: false,
  size: { files: 10, lines: 300 },
  thresholds: { automatic: 0.9, fix: 0.4 },
};

export interface PolicyVerdict {
  /** False when a fence forbids the change whoever approves it. */
  readonly allowed: boolean;
  /** `automatic`: may be published; `approval`: a person decides; `escalate`: only the diagnosis is given. */
  readonly level: 'automatic' | 'approval' | 'escalate';
  readonly violations: readonly Violation[];
}

/**
 * What may happen with a diff: all that will be published, the reproduction test included. `confidence` is 0…1. The
 * fences see the texts alone, whichever engine or model they come from.
 */
export function judge(
  changes: readonly FileChange[],
  confidence: number,
  settings: PolicySettings = defaultPolicy,
): PolicyVerdict {
  const fences: Fence[] = [pathFence, manifestFence, testFence, callFence, sizeFence(settings.size)];
  const violations = fences.flatMap(fence => fence(changes));
  const allowed = !violations.some(violation => violation.severity === 'forbidden');
  // Written so that a confidence that is no number escalates.
  if (!allowed || !(confidence >= settings.thresholds.fix)) return { allowed, level: 'escalate', violations };
  const free = settings.automatic && violations.length === 0 && confidence >= settings.thresholds.automatic;
  return { allowed, level: free ? 'automatic' : 'approval', violations };
}
