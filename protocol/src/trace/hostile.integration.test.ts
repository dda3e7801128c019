import assert from 'node:assert/strict';
import { effortOf } from '../testing/effort.ts';
import { findTraces, linesOf } from './parse.ts';
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
