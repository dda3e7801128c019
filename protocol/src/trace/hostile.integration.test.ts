import assert from 'node:assert/strict';
import { effortOf } from '../testing/effort.ts';
import { eventFromTrace, findTraces, linesOf, TraceError } from './parse.ts';
import { hostileTexts } from './testing/hostile.ts';

describe('findTraces', () => {
  it('never needs more than a moment for a megabyte', () => {
    const slow = [...hostileTexts(1_000_000)].flatMap(({ text, milliseconds }) => {
      const effort = effortOf(() => findTraces(linesOf(text)));
      return effort > milliseconds
        ? [`${JSON.stringify(text.slice(0, 60))} took ${Math.round(effort)} ms`]
        : [];
    });
    assert.deepEqual(slow, []);
  }).timeout(180_000);
});

describe('eventFromTrace', () => {
  it('takes no longer for a megabyte than for its end', () => {
    const slow = [...hostileTexts(1_000_000)].flatMap(({ text }) => {
      const effort = effortOf(() => {
        try {
          eventFromTrace(text);
        } catch (error) {
          if (!(error instanceof TraceError)) throw error;
        }
      });
      // A loaded machine takes several times the 50 ms that are allowed.
      return effort > 200 ? [`${JSON.stringify(text.slice(0, 60))} took ${Math.round(effort)} ms`] : [];
    });
    assert.deepEqual(slow, []);
  }).timeout(180_000);
});
