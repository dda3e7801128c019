import assert from 'node:assert/strict';
import type { Frame } from '@errata/protocol/event';
import fc from 'fast-check';
import { sampleEvent, sampleFrame } from '../testing/sample-event.ts';
import { groupingOf } from './fingerprint.ts';
import { headlineOf } from './headline.ts';
import { parameterize } from './parameterize.ts';

function fingerprint(frames: Frame[], value = 'x', type = 'TypeError'): string {
  return groupingOf(sampleEvent('', { exceptions: [{ type, value, frames }] })).fingerprint;
}

describe('groupingOf', () => {
  it('is the same wherever the code lies and on whichever line', () => {
    const one = fingerprint([
      sampleFrame({ file: '/srv/shop/src/cart.ts', line: 3, contextLine: '  a.b( c )' }),
    ]);
    for (const file of ['file:///app/src/cart.ts?v=1', 'C:\\work\\src\\cart.ts', 'https://h/x/src/cart.ts']) {
      assert.equal(
        fingerprint([sampleFrame({ file, line: 9, contextLine: 'a.b(  c )' })], 'another value'),
        one,
      );
    }
    assert.notEqual(fingerprint([sampleFrame({ contextLine: 'a.c' })]), one);
    assert.notEqual(fingerprint([sampleFrame({ contextLine: '  a.b( c )' })], 'x', 'RangeError'), one);
  });

  it('does not depend on how deep a recursion went, nor on the code of others', () => {
    const cycle = [sampleFrame({ function: 'even' }), sampleFrame({ function: 'odd' })];
    const library = sampleFrame({ file: '/x/node_modules/y/z.js', inApp: false });
    const start = sampleFrame({ function: 'main' });
    const one = fingerprint([start, ...cycle]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(3), (depth, others) => {
        const frames = Array.from({ length: depth }, () => [...cycle, ...Array(others).fill(library)]).flat();
        assert.equal(fingerprint([start, ...frames]), one);
      }),
    );
  });

  it('falls back to the parameterized message, and obeys the client', () => {
    assert.equal(fingerprint([], 'user 17 of "a" is gone'), fingerprint([], 'user 4 of "b" is gone'));
    assert.notEqual(fingerprint([], 'user 17 is gone'), fingerprint([], 'order 17 is gone'));
    const wished = sampleEvent('a', { fingerprint: ['mine'] });
    assert.equal(
      groupingOf(wished).fingerprint,
      groupingOf({ ...sampleEvent('b'), fingerprint: ['mine'] }).fingerprint,
    );
    const extended = groupingOf(sampleEvent('a', { fingerprint: ['{{ default }}', 'x'] })).components;
    assert.deepEqual(extended, [...groupingOf(sampleEvent('a')).components, 'client: x']);
  });
});

describe('parameterize', () => {
  it('replaces what differs from one occurrence to the next', () => {
    assert.equal(
      parameterize(
        '5 of a@b.example at 10.0.0.1 on 2026-01-02T03:04:05Z: deadbeef12 0xff 9b2f1c3e-1111-2222-3333-444455556666',
      ),
      '<number> of <email> at <ip> on <date>: <hex> <hex> <uuid>',
    );
  });

  it('needs little time for any text', () => {
    for (const text of ['a@'.repeat(1e6), '1'.repeat(1e6), '"'.repeat(1e6), '0x'.repeat(1e6)]) {
      const start = performance.now();
      parameterize(text);
      assert.ok(performance.now() - start < 200);
    }
  });
});

describe('headlineOf', () => {
  it('names the exception in one printable line and the last place of the own code', () => {
    const frames = [sampleFrame(), sampleFrame({ file: '/x/node_modules/y.js', inApp: false })];
    const exceptions = [{ type: 'E', value: 'one\u202e\u0000\ntwo', frames }];
    assert.deepEqual(headlineOf(sampleEvent('', { exceptions })), {
      title: 'E: one',
      culprit: 'total (shop/src/cart.ts)',
    });
    const long = headlineOf(sampleEvent('', { exceptions: [], message: '😀'.repeat(500) }));
    assert.equal([...long.title].length, 200);
    assert.equal(headlineOf(sampleEvent('', { exceptions: [] })).title, '(no message)');
  });
});
