import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOffHeaders, RateLimiter } from './rate-limit.ts';

const limit = { perMinute: 60, burst: 3 };

describe('RateLimiter', () => {
  it('lets a burst through, then as many as fill up again, and says how long to wait', () => {
    let now = 0;
    const limiter = new RateLimiter(() => now);
    const take = () => limiter.take('key', 'error', limit);
    assert.deepEqual([take(), take(), take(), take(), take()], [0, 0, 0, 1, 1]);
    now += 999;
    assert.equal(take(), 1);
    now += 1;
    assert.deepEqual([take(), take()], [0, 1]);
    now += 3_600_000;
    assert.deepEqual([take(), take(), take(), take()], [0, 0, 0, 1]);
    const slow = { perMinute: 1, burst: 1 };
    assert.deepEqual([limiter.take('slow', 'error', slow), limiter.take('slow', 'error', slow)], [0, 60]);
  });

  it('counts each key and each kind of data by itself', () => {
    const limiter = new RateLimiter(() => 0);
    const one = { perMinute: 60, burst: 1 };
    assert.equal(limiter.take('a', 'error', one), 0);
    assert.equal(limiter.take('a', 'attachment', one), 0);
    assert.equal(limiter.take('b', 'error', one), 0);
    assert.equal(limiter.take('a', 'error', one), 1);
  });

  it('never lets more through than the limit says, and lets through whoever waits as told', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 100 });
    const limits = fc.record({
      perMinute: fc.integer({ min: 1, max: 600 }),
      burst: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(pauses, limits, (times, settings) => {
        let now = 0;
        let taken = 0;
        const limiter = new RateLimiter(() => now);
        for (const pause of times) {
          now += pause;
          const wait = limiter.take('k', 'error', settings);
          if (wait === 0) taken++;
          else {
            now += wait * 1000;
            assert.equal(limiter.take('k', 'error', settings), 0);
            taken++;
          }
        }
        assert.ok(taken <= settings.burst + (now * settings.perMinute) / 60_000 + 1e-6);
      }),
    );
  });

  it('does not grow with the number of keys', () => {
    const limiter = new RateLimiter(() => 0);
    const one = { perMinute: 1, burst: 1 };
    assert.equal(limiter.take('first', 'error', one), 0);
    for (let index = 0; index < 20_000; index++) {
      limiter.take(String(index), 'error', one);
      if (index === 5000) assert.equal(limiter.take('first', 'error', one), 60);
    }
    assert.equal(limiter.take('first', 'error', one), 0, 'forgotten');
    assert.equal(limiter.take('19999', 'error', one), 60, 'remembered');
  });
});

describe('backOffHeaders', () => {
  it('are in the form that SDKs read', () => {
    assert.deepEqual(
      backOffHeaders(
        new Map([
          ['error', 60],
          ['attachment', 5],
        ]),
      ),
      {
        'retry-after': '60',
        'x-sentry-rate-limits': '60:error;default:key:rate_limited, 5:attachment:key:rate_limited',
      },
    );
  });
});
