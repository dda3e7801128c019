import type { Event, Frame } from '@errata/protocol/event';

/** An event with one exception, for tests. Frames: outermost call first. */
export function scratchEvent(
  frames: readonly (Partial<Frame> & { file: string })[],
  about: { type?: string; value?: string; release?: string } = {},
): Event {
  const { type = 'TypeError', value = 'it broke', release } = about;
  return {
    id: '0123456789abcdef0123456789abcdef',
    timestamp: '2026-03-01T00:00:00Z',
    platform: 'node',
    level: 'error',
    ...(release === undefined ? {} : { release }),
    exceptions: [{ type, value, frames: frames.map(frame => ({ inApp: true, ...frame })) }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  };
}
