import type { Event } from '@errata/protocol/event';
import { type MappedFrame, type MappedFrames, mapFrames } from '../locate/map-frames.ts';
import type { OpenRepository } from './workspace.ts';

/** The repository that an event's trace belongs to: the one that its own code fits best. Crash frame first. */
export async function place(
  event: Event,
  repositories: readonly OpenRepository[],
  signal?: AbortSignal,
): Promise<{ open: OpenRepository; frames: readonly MappedFrame[] } | undefined> {
  let best: { open: OpenRepository; mapped: MappedFrames; fit: number } | undefined;
  for (const open of repositories) {
    const { repository, tree } = open;
    const mapped = await mapFrames({ event, repository, tree, now: 'head', signal });
    const fit = fitOf(mapped);
    if (fit > (best?.fit ?? 0)) best = { open, mapped, fit };
  }
  if (best === undefined) return undefined;
  const frames = [...best.mapped.frames].sort((a, b) => b.index - a.index);
  return { open: best.open, frames };
}

const ofOthers = 0.25;
const approximate = 0.5;
const knowsRelease = 0.5;

/** How much of a trace a repository explains: own code that stands where the trace says, and the release. */
function fitOf({ frames, release }: MappedFrames): number {
  if (frames.length === 0) return 0;
  const fit = frames.reduce((sum, { score, frame, mapping }) => {
    const own = frame.inApp ? 1 : ofOthers;
    return sum + score * own * (mapping === 'approximate' ? approximate : 1);
  }, 0);
  return fit + (release === undefined ? 0 : knowsRelease);
}
