import type { Location } from '@errata/protocol/diagnosis';
import type { MappedFrame } from './map-frames.ts';
import weights from './weights.json' with { type: 'json' };

/** A location with the other files that its frame may mean, where there are any that come near. */
export function withOtherFiles(location: Location, frames: readonly MappedFrame[]): Location {
  const frame = frames.find(({ index, file }) => index === location.frame && file === location.file);
  const [best, ...rest] = frame?.candidates ?? [];
  const near = rest.filter(
    ({ score }) => score >= weights.file.least && score >= (best?.score ?? 0) * weights.file.nearly,
  );
  if (near.length === 0) return location;
  const candidates = near.map(({ file, score, reasons }) => ({ file, score, reasons: [...reasons] }));
  return { ...location, candidates };
}
