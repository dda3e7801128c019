import type { Location } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { splitLines } from '../git/diff.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { enclosingRange } from './enclosing.ts';
import type { MappedFrame, MappedFrames } from './map-frames.ts';
import type { ReleasePlace } from './suspect-evidence.ts';
import { relatedLines } from './suspect-related.ts';
import type { Versions } from './versions.ts';
import weights from './weights.json' with { type: 'json' };
import { isWrongShape } from './wrong-shape.ts';

export interface PlacesRequest {
  readonly event: Event;
  readonly mapped: MappedFrames;
  /** Producer first. Lines of now. */
  readonly locations: readonly Location[];
  /** Whether the frames were placed in this very version. */
  readonly framesFit: boolean;
}

interface FramedPlace extends ReleasePlace {
  readonly frame: number | undefined;
}

/** The locations as they stood in the release, with the functions around them; the weightiest first. */
export async function releasePlaces(
  request: PlacesRequest,
  releaseTree: SourceTree,
  versions: Versions,
): Promise<ReleasePlace[]> {
  const { event, mapped, framesFit } = request;
  const places: FramedPlace[] = [];
  const locations = chosen(request);
  const best = Math.max(...locations.map(({ score }) => score));
  for (const location of locations) {
    const frame = mapped.frames.find(each => each.index === location.frame);
    const same = frame !== undefined && frame.file === location.file && frame.line === location.line;
    const at =
      same && framesFit
        ? { file: frame.releaseFile, line: frame.releaseLine }
        : await versions.toRelease(location.file, location.line);
    const text = at === undefined ? undefined : await releaseTree.read(at.file);
    if (at === undefined || text === undefined || text === '') continue;
    const sure = best > 0 ? (location.score / best) ** weights.suspect.sharpness : 0;
    // What became of the line since the release says nothing of where it stood then.
    const placed = location.mapping !== 'approximate' || (same && framesFit && isQuoted(frame));
    const weight = sure * (placed ? 1 : weights.suspect.approximate);
    const range = await enclosingRange(at.file, text, at.line);
    const name = location.symbol ?? `${at.file}:${at.line}`;
    const lines = splitLines(text);
    const related = relatedLines(lines, at.line, range);
    const behind = lines[range[1]];
    const tail = behind?.trim() === '' ? range[1] + 1 : undefined;
    places.push({ ...at, range, tail, related, weight, name, frame: location.frame });
  }
  const weighed = isWrongShape(event) ? bothSides(places, mapped) : places;
  const sorted = weighed.sort((a, b) => b.weight - a.weight);
  // What can tip no scale is not worth a blame.
  const least = (sorted[0]?.weight ?? 0) * weights.suspect.leastPlace;
  return sorted.filter(place => place.weight >= least);
}

/** True for a frame whose own line of code stands where it was found in the release. */
function isQuoted({ frame, text }: MappedFrame): boolean {
  return frame.contextLine !== undefined && frame.contextLine.trim() === text?.trim();
}

/** The likeliest locations; the crash is always among them. */
function chosen({ mapped, locations }: PlacesRequest): readonly Location[] {
  const first = locations.slice(0, weights.suspect.locations);
  const crash = locations.find(each => each.frame === mapped.frames.at(-1)?.index);
  return crash === undefined || first.includes(crash) ? first : [...first.slice(0, -1), crash];
}

/**
 * A value of the wrong shape has two sides that disagree: where it comes in, and the code that expects something
 * else. The one may have changed as well as the other, and so may the calls between them.
 */
function bothSides(places: readonly FramedPlace[], mapped: MappedFrames): FramedPlace[] {
  const [entry] = places;
  const crash = mapped.frames.at(-1)?.index;
  if (entry === undefined) return [];
  const within = places.find(
    ({ file, line, frame }) =>
      frame !== undefined && file === entry.file && entry.range[0] <= line && line <= entry.range[1],
  );
  const from = entry.frame ?? within?.frame;
  return places.map(place => {
    const { frame, weight } = place;
    if (frame === undefined) return place;
    const between = from !== undefined && from < frame ? weights.suspect.between : 0;
    const side = frame === crash ? weights.suspect.expecting : between;
    return { ...place, weight: Math.max(weight, entry.weight * side) };
  });
}
