import type { Event } from '@errata/protocol/event';
import { type MappedFrame, mapFrames } from '../locate/map-frames.ts';
import type { OpenRepository } from './workspace.ts';

/** The repository that an event's trace belongs to: the one that knows most of its frames. Crash frame first. */
export async function place(
  event: Event,
  repositories: readonly OpenRepository[],
  signal?: AbortSignal,
): Promise<{ open: OpenRepository; frames: readonly MappedFrame[] } | undefined> {
  let best: { open: OpenRepository; frames: readonly MappedFrame[] } | undefined;
  for (const open of repositories) {
    const mapped = await mapFrames({
      event,
      repository: open.repository,
      tree: open.tree,
      now: 'head',
      signal,
    });
    const frames = [...mapped.frames].sort((a, b) => b.index - a.index);
    if (frames.length > (best?.frames.length ?? 0)) best = { open, frames };
  }
  return best;
}
