import assert from 'node:assert/strict';
import { SourceIndex } from '../../diagnose/sources.ts';
import { linesToSearch, suspicionOf } from './suspicion.ts';

const test = (name: string, failed: boolean, lines: number[]) => ({
  test: name,
  failed,
  seconds: 0.01,
  lines: { 'shop.py': lines, 'tests/test_shop.py': [1] },
});
const noFiles = new SourceIndex({ list: async () => [], read: async () => undefined });
const diagnosed = {
  file: 'shop.py',
  line: 3,
  score: 0.8,
  reasons: ['the failing line'],
  mapping: 'exact' as const,
};

describe('what failing tests tell of lines', () => {
  it('suspects most what all that fail run and no other', () => {
    const suspicion = suspicionOf([
      test('a', true, [1, 2, 4]),
      test('b', true, [1, 4]),
      test('c', false, [1, 3]),
      test('d', false, [1]),
    ]);
    const lines = suspicion.get('shop.py');
    assert.equal(lines?.get(4), 1);
    assert.equal(lines?.get(2), 1 / Math.sqrt(2));
    assert.equal(lines?.get(1), 2 / Math.sqrt(8));
    assert.equal(lines?.has(3), false);
    assert.equal(suspicion.has('tests/test_shop.py'), false);
  });

  it('searches first where diagnosis and tests agree', async () => {
    const found = await linesToSearch([diagnosed], [test('a', true, [2, 3])], noFiles);
    assert.deepEqual(
      found.map(({ line, score }) => [line, score]),
      [
        [3, 0.9],
        [2, 0.5],
      ],
    );
    assert.deepEqual(found[0]?.reasons, ['the failing line', 'the failing tests run it (1.00)']);
  });

  it('takes the functions that were named where nothing was noted of the run', async () => {
    const text = 'def total(cart):\n    sum = 0\n    return sum\n\ndef other():\n    pass\n';
    const index = new SourceIndex({ list: async () => ['shop.py'], read: async () => text });
    const found = await linesToSearch([{ ...diagnosed, line: 1 }], [], index);
    assert.deepEqual(found.map(({ line }) => line).sort(), [1, 2, 3]);
  });
});
