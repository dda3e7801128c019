import type { Location } from '@errata/protocol/diagnosis';
import type { Origin } from '../origin.ts';

/** Where a bad value was made, as a place to look at. */
export function producer(origin: Origin): Location {
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
