import assert from 'node:assert/strict';
import {
  encodedMappings,
  originalPositionFor,
  presortedDecodedMap,
  type SourceMapSegment,
  TraceMap,
} from '@jridgewell/trace-mapping';
import fc from 'fast-check';
import { decodeMappings, findRow, none, rowLength } from './mapping-rows.ts';

const sources = ['a.ts', 'b.ts', 'c.ts'];
const names = ['total', 'discount'];
const place = fc.nat(2000);
const segment: fc.Arbitrary<SourceMapSegment> = fc.oneof(
  fc.tuple(place),
  fc.tuple(place, fc.nat(2), place, place),
  fc.tuple(place, fc.nat(2), place, place, fc.nat(1)),
);
const mapping = fc.array(fc.array(segment, { maxLength: 12 }), { maxLength: 8 });

function encoded(mappings: SourceMapSegment[][]): string {
  return encodedMappings(presortedDecodedMap({ version: 3, sources, names, mappings }));
}

describe('mappings', () => {
  it('lead to the same place as in the library that everybody uses', () => {
    fc.assert(
      fc.property(mapping, fc.nat(9), place, (mappings, line, column) => {
        const text = encoded(mappings);
        const map = new TraceMap({ version: 3, sources, names, mappings: text });
        const expected = originalPositionFor(map, { line: line + 1, column });
        const row = findRow(decodeMappings(text), line, column);
        const found = row && {
          source: sources[row.source],
          line: row.line + 1,
          column: row.column,
          name: row.name === none ? null : names[row.name],
        };
        assert.deepEqual(found ?? { source: null, line: null, column: null, name: null }, expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('are in the order of the bundle, however they were written', () => {
    fc.assert(
      fc.property(mapping, mappings => {
        const rows = decodeMappings(encoded(mappings));
        assert.equal(rows.length, mappings.flat().length * rowLength);
        for (let at = rowLength; at < rows.length; at += rowLength) {
          const [line = 0, column = 0] = rows.subarray(at - rowLength);
          const [nextLine = 0, nextColumn = 0] = rows.subarray(at);
          assert.ok(line < nextLine || (line === nextLine && column <= nextColumn));
        }
      }),
    );
  });

  it('of any text are read or refused', () => {
    const digit = fc.constantFrom(...'ABCDgghz+/,;;,!é'.split(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: digit })), text => {
        try {
          const rows = decodeMappings(text);
          findRow(rows, 0, 0);
        } catch (error) {
          assert.equal((error as { reason?: string }).reason, 'bad-mappings');
        }
      }),
    );
  });

  it('are refused when they are too many, before there is room made for them', () => {
    assert.throws(() => decodeMappings('A,'.repeat(4_000_001)), { reason: 'too-large' });
  });
});
