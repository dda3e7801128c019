import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { align, type TraceKeys, type Weight } from './frame-alignment.ts';
import { rarityAmong, similarIssues } from './similar-issues.ts';
import { traceKeysOf } from './trace-keys.ts';

const key = fc.constantFrom(...'abcdefgh');
const trace = fc.array(key, { minLength: 1, maxLength: 40 });
const even = () => 1;
const similarity = (one: TraceKeys, other: TraceKeys, weight: Weight) => align(one, other, weight).similarity;

describe('the similarity of traces', () => {
  it('is 1 for the same trace, 0 for nothing in common, and the same from both sides', () => {
    fc.assert(
      fc.property(trace, trace, (one, other) => {
        const weight = rarityAmong([one, other]);
        assert.ok(Math.abs(similarity(one, one, weight) - 1) < 1e-9);
        const score = similarity(one, other, weight);
        assert.ok(score >= 0 && score <= 1);
        assert.ok(Math.abs(score - similarity(other, one, weight)) < 1e-9);
        assert.equal(
          similarity(
            one,
            other.map(name => name.toUpperCase()),
            weight,
          ),
          0,
        );
      }),
    );
    assert.equal(similarity([], [], even), 0);
  });

  it('values what is near the crash, in place, and rare', () => {
    const base = ['crash', 'b', 'c', 'd', 'main'];
    const score = (...other: string[]) => similarity(base, other, even);
    assert.ok(score('crash', 'b', 'c', 'd', 'x') > score('x', 'b', 'c', 'd', 'main'));
    assert.ok(score('main', 'd', 'c', 'b', 'crash') < 0.9);
    const weight = (name: string) => (name === 'main' ? 0.1 : 1);
    assert.ok(
      similarity(['a', 'main'], ['b', 'main'], weight) < similarity(['a', 'main'], ['b', 'main'], even),
    );
  });

  it('needs time in proportion to the traces', () => {
    const long = Array.from({ length: 100_000 }, (_, index) => `f${index % 7}`);
    const other = long.toReversed();
    assert.ok(effortOf(() => assert.ok(similarity(long, other, even) > 0)) < 500);
  });
});

describe('similarIssues', () => {
  it('ranks the issues that went much of the same way, and names what they share', () => {
    const candidates = [
      { issue: 'SHOP-1', trace: ['total', 'checkout', 'handle'] },
      { issue: 'SHOP-2', trace: ['render', 'page', 'handle'] },
      { issue: 'SHOP-3', trace: ['round', 'total', 'checkout', 'handle'] },
    ];
    const similar = similarIssues(['total', 'checkout', 'handle'], candidates, 5);
    assert.deepEqual(
      similar.map(({ issue }) => issue),
      ['SHOP-1', 'SHOP-3'],
    );
    assert.ok(Math.abs((similar[0]?.score ?? 0) - 1) < 1e-9);
    assert.deepEqual(similar[1]?.frames, ['total', 'checkout', 'handle']);
    assert.equal(similarIssues(['total', 'checkout', 'handle'], candidates, 1).length, 1);
  });

  it('compares the functions of the cause, nearest to the crash first', () => {
    const frames = [
      sampleFrame({ function: 'main' }),
      sampleFrame({ function: 'send', file: '/x/node_modules/y.js', inApp: false }),
      sampleFrame({ function: 'async Cart.total' }),
    ];
    const event = sampleEvent('', { exceptions: [{ type: 'E', value: '', frames }] });
    assert.deepEqual(traceKeysOf(event), ['cart.ts total', 'y.js send', 'cart.ts main']);
  });
});
