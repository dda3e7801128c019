import assert from 'node:assert/strict';
import { RequestError } from '../problem.ts';
import { rangeOf, readTimeRange } from './time-range.ts';

const now = new Date('2026-01-10T12:00:00Z');

describe('a range of time', () => {
  it('is a period before now, or has a start and an end', () => {
    assert.deepEqual(readTimeRange({}, now), {});
    assert.deepEqual(readTimeRange({ statsPeriod: '24h' }, now), { from: '2026-01-09T12:00:00.000Z' });
    assert.deepEqual(readTimeRange({ statsPeriod: '2w' }, now), { from: '2025-12-27T12:00:00.000Z' });
    assert.deepEqual(readTimeRange({ start: '2026-01-01T00:00:00', end: '2026-01-02' }, now), {
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-02T00:00:00.000Z',
    });
  });

  it('is told by a value in a search', () => {
    assert.deepEqual(rangeOf('-1h', now), { from: '2026-01-10T11:00:00.000Z' });
    assert.deepEqual(rangeOf('+1d', now), { to: '2026-01-09T12:00:00.000Z' });
    assert.deepEqual(rangeOf('>=2026-01-01T02:00:00+02:00', now), { from: '2026-01-01T00:00:00.000Z' });
    assert.deepEqual(rangeOf('<2026-01-01', now), { to: '2026-01-01T00:00:00.000Z' });
  });

  it('must be one', () => {
    for (const statsPeriod of ['1', 'h', '-1h', '1y', '9999999h', ' ']) {
      assert.throws(() => readTimeRange({ statsPeriod }, now), RequestError, statsPeriod);
    }
    assert.deepEqual(readTimeRange({ statsPeriod: '999999w' }, now), { from: '1970-01-01T00:00:00.000Z' });
    for (const value of ['', '24h', '>', '>soon', '-soon'])
      assert.throws(() => rangeOf(value, now), RequestError);
    assert.throws(() => readTimeRange({ start: 'soon' }, now), RequestError);
  });
});
