import assert from 'node:assert/strict';
import { FlattenMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { sampleMap } from '../../testing/bundles.ts';
import { findRow } from './mapping-rows.ts';
import { readMap } from './read-map.ts';

const read = (map: unknown) => readMap(Buffer.from(typeof map === 'string' ? map : JSON.stringify(map)));
const plain = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' };

describe('a source map', () => {
  it('joins its sections as the library that everybody uses does', () => {
    const first = JSON.parse(
      sampleMap(
        [
          [
            [0, 0, 0, 0],
            [4, 0, 1, 2, 0],
            [30, 0, 9, 9],
          ],
          [[0, 0, 5, 5]],
        ],
        { 'a.ts': 'a' },
        ['x'],
      ),
    );
    const second = JSON.parse(
      sampleMap(
        [
          [
            [0, 0, 7, 7],
            [3, 1, 8, 8, 1],
          ],
          [[2, 1, 0, 0]],
        ],
        { 'b.ts': null, 'c.ts': 'c' },
        ['y', 'z'],
      ),
    );
    const map = {
      version: 3 as const,
      sections: [
        { offset: { line: 0, column: 0 }, map: first },
        { offset: { line: 0, column: 20 }, map: second },
        { offset: { line: 3, column: 1 }, map: first },
      ],
    };
    const { rows, sources, names } = read(map);
    const expected = new FlattenMap(map);
    for (let line = 0; line < 6; line++) {
      for (let column = 0; column < 40; column++) {
        const row = findRow(rows, line, column);
        const found = row && [sources[row.source]?.name, row.line + 1, row.column, names[row.name] ?? null];
        const {
          source,
          line: at,
          column: in_,
          name,
        } = originalPositionFor(expected, { line: line + 1, column });
        assert.deepEqual(found ?? [null, null, null, null], [source, at, in_, name], `${line}:${column}`);
      }
    }
    assert.equal(sources[1]?.text, undefined);
    assert.equal(sources[2]?.text, 'c');
  });

  it('names its sources from their root, and says which are to be ignored', () => {
    const { sources } = read({
      ...plain,
      sourceRoot: '/srv/app',
      sources: ['a.ts', '/etc/b.ts', 'https://cdn/c.ts', null],
      x_google_ignoreList: [1],
    });
    assert.deepEqual(
      sources.map(({ name, isIgnored }) => [name, isIgnored]),
      [
        ['/srv/app/a.ts', false],
        ['/etc/b.ts', true],
        ['https://cdn/c.ts', false],
        ['', false],
      ],
    );
    assert.deepEqual(
      read({ ...plain, ignoreList: [0], x_google_ignoreList: [] }).sources[0]?.isIgnored,
      true,
    );
  });

  it('is read with what servers and editors put before it, and without what is optional', () => {
    assert.equal(read(`)]}'\n${JSON.stringify(plain)}`).rows.length, 6);
    assert.equal(read(`\uFEFF${JSON.stringify(plain)}`).rows.length, 6);
    assert.equal(read({ mappings: 'AAAA', sources: ['a'], names: null, sourcesContent: [3] }).rows.length, 6);
    assert.deepEqual(read({ ...plain, names: ['__proto__', 7] }).names, ['__proto__', '7']);
  });

  it('is refused with the reason when it is none', () => {
    const cases: [unknown, string][] = [
      ['', 'not-json'],
      ['{"version":3', 'not-json'],
      ['null', 'not-a-map'],
      ['[]', 'not-a-map'],
      [{ ...plain, mappings: 1 }, 'not-a-map'],
      [{ ...plain, sources: {} }, 'not-a-map'],
      [{ ...plain, mappings: 'A' + 'AA' }, 'bad-mappings'],
      [{ ...plain, mappings: 'zzzzzzzzzzzz' }, 'bad-mappings'],
      [{ ...plain, mappings: 'AAA%' }, 'bad-mappings'],
      [{ version: 3, sections: [] }, 'not-a-map'],
      [{ version: 3, sections: [{ offset: { line: -1, column: 0 }, map: plain }] }, 'not-a-map'],
    ];
    for (const [map, reason] of cases) assert.throws(() => read(map), { reason }, JSON.stringify(map));
    let nested: unknown = plain;
    for (let depth = 0; depth < 10; depth++)
      nested = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: nested }] };
    assert.throws(() => read(nested), { reason: 'not-a-map' });
  });
});
