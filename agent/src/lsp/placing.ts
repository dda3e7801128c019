import type { Event } from '@errata/protocol/event';
import { type MappedFrame, type MappedFrames, mapFrames } from '../locate/map-frames.ts';
import type { OpenRepository } from './workspace.ts';

/** An event's trace in a repository, and how well it fits there. */
export interface Placed {
  readonly open: OpenRepository;
  readonly mapped: MappedFrames;
  readonly fit: number;
}

/** The trace in each of these repositories, the best fit first. Throws `GitError`. */
export async function placeInAll(
  event: Event,
  repositories: readonly OpenRepository[],
  announced: readonly string[],
  signal?: AbortSignal,
): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const open of repositories) {
    const { repository, tree } = open;
    const mapped = await mapFrames({ event, repository, tree, announced, now: 'head', signal });
    placed.push({ open, mapped, fit: fitOf(mapped) });
  }
  return placed.sort((a, b) => b.fit - a.fit);
}

/** Crash frame first. */
export function framesOf({ mapped }: Placed): readonly MappedFrame[] {
  return mapped.frames.toSorted((a, b) => b.index - a.index);
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
