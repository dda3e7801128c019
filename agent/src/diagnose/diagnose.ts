import type { Location } from '@errata/protocol/diagnosis';
import { type Event, rootException } from '@errata/protocol/event';
import { causeOf } from './cause.ts';
import type { MappedPlace } from './mapped.ts';
import type { Origin } from './origin.ts';
import { type Slice, slice } from './slice.ts';
import type { Sources } from './sources.ts';

export interface DiagnoseInput {
  event: Event;
  /** The checkout: anything that can list and read its files. */
  tree: Sources;
  /** In-app frames of the root exception on the checkout. */
  mapped: readonly MappedPlace[];
  signal?: AbortSignal | undefined;
}

export interface SlicedDiagnosis {
  /** The cause in plain words. */
  cause: string;
  badExpression?: string;
  /** Producers of the bad value first, then the frames on the way, the crash last; the crash first if it is all there is. */
  locations: Location[];
  slice: Slice;
  /** 0…1: how sure it is that the first location is where the fix belongs. */
  confidence: number;
}

const mostProducers = 5;

/** Explains an event: which value was bad and where it was made. Throws when cancelled or when a file cannot be read. */
export async function diagnose(input: DiagnoseInput): Promise<SlicedDiagnosis> {
  const exception = rootException(input.event);
  if (!exception) {
    const cause = input.event.message ?? 'The event holds no exception.';
    const found = await slice({
      exception: { type: '', value: '', frames: [] },
      sources: input.tree,
      mapped: [],
    });
    return { cause, locations: [], slice: found, confidence: 0 };
  }
  const { tree: sources, mapped, signal } = input;
  const found = await slice({ exception, sources, mapped, signal });
  return {
    cause: causeOf(exception, found),
    ...(found.bad ? { badExpression: found.bad.node.text } : {}),
    locations: locationsOf(found, mapped),
    slice: found,
    confidence: confidenceOf(found),
  };
}

function locationsOf(found: Slice, mapped: readonly MappedPlace[]): Location[] {
  const producers = found.origins.slice(0, mostProducers).map(producer);
  const frames = [...mapped]
    .sort((a, b) => b.index - a.index)
    .map((place, depth) => frameLocation(place, depth, found));
  const [crash, ...callers] = frames;
  const ordered = producers.length > 0 ? [...producers, ...callers, ...(crash ? [crash] : [])] : frames;
  const locations: Location[] = [];
  for (const location of ordered) {
    const same = locations.find(known => known.file === location.file && known.line === location.line);
    if (same) {
      same.reasons.push(...location.reasons);
      if (location.frame !== undefined) same.frame = location.frame;
    } else locations.push(location);
  }
  return locations;
}

function producer(origin: Origin): Location {
  return {
    file: origin.file.path,
    line: origin.line,
    ...(origin.symbol ? { symbol: origin.symbol } : {}),
    score: Math.min(1, Math.max(0, origin.score)),
    reasons: [`${reasons[origin.kind]}${origin.certain ? '' : ' (found by likeness)'}`],
    mapping: 'exact',
  };
}

const reasons: Readonly<Record<Origin['kind'], string>> = {
  'missing-property': 'makes the object without the property',
  'missing-field': 'the class never gives the field a value',
  'missing-return': 'does not return on some way',
  'returns-nothing': 'returns nothing here',
  lookup: 'this search may find nothing',
  'not-awaited': 'the result is not awaited',
  'missing-argument': 'calls without the argument',
  'nothing-literal': 'gives nothing here',
  unassigned: 'declared without a value',
  boundary: 'the value comes in here from outside',
  'loop-bound': 'this bound runs the index',
  index: 'the index may lie beyond the ends',
  empty: 'the collection may be empty here',
  'unknown-key': 'asks for a key that may not be there',
  'wrong-shape': 'makes a value of another type',
  parameter: 'the value comes in through this parameter',
  'unknown-name': 'the name is not known here',
};

function frameLocation(place: MappedPlace, depth: number, found: Slice): Location {
  const score = found.origins.length > 0 ? 0.3 * 0.8 ** depth : 0.8 ** (depth + 1);
  const crash = depth === 0;
  const symbol = crash ? found.crash?.function?.qualifiedName : place.frame.function;
  return {
    file: place.file,
    line: place.line,
    ...(symbol ? { symbol } : {}),
    score,
    reasons: [crash ? 'the exception was raised here' : 'on the way to the crash'],
    mapping: place.mapping,
    frame: place.index,
  };
}

function confidenceOf(found: Slice): number {
  if (!found.crash) return 0.1;
  if (!found.bad) return 0.25;
  const [best, second] = found.origins;
  if (!best) return 0.35;
  const rival = second ? Math.max(0, 0.15 - (best.score - second.score)) : 0;
  return Math.max(0.3, Math.min(0.95, best.score - rival));
}
