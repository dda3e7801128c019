import assert from 'node:assert/strict';
import { effortOf } from '../testing/effort.ts';
import { eventFromTrace, findTraces, linesOf, TraceError } from './parse.ts';
import { hostileTexts } from './testing/hostile.ts';

const size = 1_000_000;
const log = '2026-01-01 12:00:00 INFO served GET /orders/7 in 12 ms\n';
const plain = log.repeat(Math.ceil(size / log.length));
const read = (text: string) => () => findTraces(linesOf(text));

describe('findTraces', () => {
  it('never needs many times as long for a megabyte as for a log without traces', () => {
    const slow = slowOf(read(plain), ({ text, times }) => ({ work: read(text), times }));
    assert.deepEqual(slow, []);
  }).timeout(180_000);
});

describe('eventFromTrace', () => {
  it('takes no longer for a megabyte than for its end', () => {
    const last = (text: string) => () => {
      try {
        eventFromTrace(text);
      } catch (error) {
        if (!(error instanceof TraceError)) throw error;
      }
    };
    const slow = slowOf(read(plain), ({ text }) => ({ work: last(text), times: 10 }));
    assert.deepEqual(slow, []);
  }).timeout(180_000);
});

type Limited = (hostile: { text: string; times: number }) => { work: () => unknown; times: number };

/** The texts whose work takes more than so many times as long as the reference does on this machine. */
function slowOf(reference: () => unknown, limited: Limited): string[] {
  const usual = effortOf(reference);
  return [...hostileTexts(size)].flatMap(hostile => {
    const { work, times } = limited(hostile);
    if (effortOf(work) <= times * usual) return [];
    // Perhaps the machine has been slower since.
    const ratio = effortOf(work) / effortOf(reference);
    return ratio > times
      ? [`${JSON.stringify(hostile.text.slice(0, 60))} took ${ratio.toFixed(0)} times as long`]
      : [];
  });
}
