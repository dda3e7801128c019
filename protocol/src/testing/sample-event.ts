import type { Event, Frame } from '../event.ts';
import { newEventId } from '../event-id.ts';

/** A frame of the user's own code. */
export function sampleFrame(changes: Partial<Frame> = {}): Frame {
  return {
    file: '/srv/shop/src/cart.ts',
    function: 'total',
    line: 3,
    inApp: true,
    contextLine: 'x.y',
    ...changes,
  };
}

/** An event with one exception; events of the same `bug` belong together. */
export function sampleEvent(bug = 'total', changes: Partial<Event> = {}): Event {
  return {
    id: newEventId(),
    timestamp: '2026-01-02T03:04:05.000Z',
    platform: 'node',
    level: 'error',
    exceptions: [{ type: 'TypeError', value: 'x is undefined', frames: [sampleFrame({ function: bug })] }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
    ...changes,
  };
}
