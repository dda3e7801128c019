import assert from 'node:assert/strict';
import { ModelError } from '../model-error.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

const busy = new ModelError('overloaded', 'busy');

function openBreaker(now: number): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (let time = 0; time < 5; time++) {
    breaker.demand('m', now);
    breaker.settle(now, busy);
  }
  return breaker;
}

describe('a circuit breaker', () => {
  it('counts what shows that nobody is there, in a row', () => {
    for (const between of [undefined, new ModelError('key-refused', 'no')]) {
      const breaker = new CircuitBreaker();
      for (const error of [busy, busy, busy, busy, between, busy, busy, busy, busy]) breaker.settle(0, error);
      breaker.demand('m', 0);
      breaker.settle(0, busy);
      assert.throws(() => breaker.demand('m', 0), { reason: 'overloaded', retryAt: new Date(60_000) });
    }
  });

  it('tries again after each rest, and at once after a try that was given up', () => {
    const breaker = openBreaker(0);
    assert.throws(() => breaker.demand('m', 59_999));
    breaker.demand('m', 60_000);
    breaker.settle(60_000, new Error('stopped'));
    breaker.demand('m', 60_001);
    breaker.settle(60_001, busy);
    assert.throws(() => breaker.demand('m', 120_000), 'it rests from the last failure on');
    breaker.demand('m', 120_001);
    breaker.settle(120_001);
    for (let time = 0; time < 3; time++) breaker.demand('m', 120_002);
  });
});
