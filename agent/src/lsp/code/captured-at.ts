import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import type { MarkedLine } from '../places/marker.ts';

/** The variables that an event's frame at a marked line held: the frame at its place, or else the last of its name. */
export function capturedAt(
  event: Event | undefined,
  { index, symbol }: MarkedLine,
): Readonly<Record<string, unknown>> | undefined {
  const frames = (event && rootException(event)?.frames) ?? [];
  const there = frames[index];
  const isIt = there?.function === symbol || symbol === undefined;
  return (isIt ? there : frames.findLast(frame => frame.function === symbol))?.variables;
}
