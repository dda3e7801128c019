import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { framePartsOf } from '../frames/frame-parts.ts';
import type { TraceKeys } from './frame-alignment.ts';

/** Frames further from the crash than this are the same for everything. */
const most = 100;

/** What is compared of an event: the functions on the stack of the cause, nearest to the crash first, own code or not. */
export function traceKeysOf(event: Event): TraceKeys {
  const frames = rootException(event)?.frames ?? [];
  return frames
    .slice(-most)
    .flatMap(frame => {
      const parts = framePartsOf(frame, event.platform);
      const place = parts.module === '' ? (parts.path.segments.at(-1) ?? '') : parts.module;
      const name = parts.function === '' ? parts.code : parts.function;
      return parts.isMinified || name === '' ? [] : [`${place} ${name}`];
    })
    .reverse();
}
