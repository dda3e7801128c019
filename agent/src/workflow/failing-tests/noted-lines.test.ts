import assert from 'node:assert/strict';
import { processorTime } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { parseNodeLines, parsePythonLines } from './noted-lines.ts';

const notes = [
  { set: '7.0', file: 'src/a.js', spans: [[1, 3]] },
  { set: '7.1', file: 'src/a.js', spans: [[3, 4]] },
  { test: 'adds', failed: true, seconds: 0.1, sets: ['7.0', '7.1', 'unknown'] },
  { test: 'hangs', failed: true, seconds: null, sets: [] },
]
  .map(note => JSON.stringify(note))
  .join('\n');

describe('the lines that tests ran', () => {
  it('are put together from what was noted on Node', () => {
    assert.deepEqual(parseNodeLines(notes), [
      { test: 'adds', failed: true, seconds: 0.1, lines: { 'src/a.js': [1, 2, 3, 4] } },
      { test: 'hangs', failed: true, seconds: null, lines: {} },
    ]);
  });

  it('are as many as were written when the process was ended', () => {
    assert.deepEqual(parseNodeLines(notes.slice(0, -20)).length, 1);
    assert.deepEqual(parseNodeLines(undefined), []);
  });

  it('are few whatever is claimed', () => {
    const set = JSON.stringify({ set: 's', file: 'a', spans: [[1, 1_000_000]] });
    const test = JSON.stringify({ test: 't', failed: true, seconds: 1, sets: ['s'] });
    const text = [set, ...Array.from({ length: 10_000 }, () => test)].join('\n');
    assert.ok(
      processorTime(() => {
        assert.ok((parseNodeLines(text)[0]?.lines['a']?.length ?? 0) <= 5_000);
      }) < 5_000,
    );
  });

  it('are read from any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        parseNodeLines(text);
        parsePythonLines(text);
      }),
    );
  });
});
