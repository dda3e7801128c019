import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventSchema } from '../event.ts';
import { eventFromTrace, findTraces, linesOf, TraceError } from './parse.ts';

const pieces = fc.constantFrom(
  'Traceback (most recent call last):',
  '  File "a.py", line 3, in f',
  '    x = y',
  '    ~~^^',
  'ValueError: no',
  'During handling of the above exception, another exception occurred:',
  '',
  'TypeError: x',
  '    at f (/a.js:1:2)',
  '    at async g (/b.js:3:4) {',
  '  [cause]: Error: y',
  '}',
  '/a.js:1',
  '    ^',
  '2024-05-01 12:00:00,123 ERROR x release=1',
);

describe('findTraces', () => {
  it('finds traces in order, apart from each other, whose events are valid', () => {
    const text = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(text, content => {
        const lines = linesOf(content);
        const traces = findTraces(lines);
        let end = 0;
        for (const trace of traces) {
          assert.ok(trace.start >= end && trace.end > trace.start && trace.end <= lines.length);
          end = trace.end;
        }
        if (traces.length > 0) eventSchema.parse(eventFromTrace(content));
        else assert.throws(() => eventFromTrace(content), TraceError);
      }),
      { numRuns: 300 },
    );
  });

  it('needs time in proportion to hostile text', () => {
    const size = 1_000_000;
    const hostile = [
      'a'.repeat(size),
      ' '.repeat(size),
      'a.'.repeat(size / 2),
      'Error '.repeat(size / 6),
      '\n'.repeat(size),
      '    at f (\n'.repeat(size / 10),
      '    at f (/a.js:1:2)\n'.repeat(size / 20),
      'x\n    at f (/a.js:1:2)\n'.repeat(size / 22),
      `at ${':1'.repeat(size / 2)}`,
      `  File "${'", line 1'.repeat(size / 9)}x`,
      '  File "a.py", line 1, in f\n'.repeat(size / 28),
      'Traceback (most recent call last):\n'.repeat(size / 35),
      `${'p'.repeat(16_000)}Traceback (most recent call last):\n${'x\n'.repeat(size / 2)}`,
      `Traceback (most recent call last):\n  File "a", line 1\n${'    a = 1\n'.repeat(size / 10)}`,
      'Traceback (most recent call last):\nE: x\n\n\n\n\n\n\n'.repeat(size / 47),
      'TypeError: x\n'.repeat(size / 13),
      '  [cause]: x\n'.repeat(size / 13),
      '\u001b['.repeat(size / 2),
      '2024-05-01 '.repeat(size / 11),
    ];
    for (const text of hostile) {
      const start = performance.now();
      findTraces(linesOf(text));
      const milliseconds = performance.now() - start;
      assert.ok(milliseconds < 1500, `${JSON.stringify(text.slice(0, 40))} took ${milliseconds} ms`);
    }
  }).timeout(60_000);
});
