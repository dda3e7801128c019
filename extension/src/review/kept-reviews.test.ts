import assert from 'node:assert/strict';
import { KeptReviews, type Memory } from './kept-reviews.ts';
import type { SavedReview } from './saved-review.ts';

class Store implements Memory {
  value: unknown;
  writes = 0;

  get(): unknown {
    return this.value;
  }

  async update(_: string, value: unknown): Promise<void> {
    this.writes++;
    this.value = JSON.parse(JSON.stringify(value));
  }
}

function review(selected: string, after = ''): SavedReview {
  return {
    selected,
    candidates: [{ id: 'one', texts: 'x', files: [{ path: 'a', after, marks: [['h', 'accepted']] }] }],
  };
}

describe('kept reviews', () => {
  it('come back by their run until they are forgotten', () => {
    const store = new Store();
    new KeptReviews(store).keep('r1', review('one'));
    new KeptReviews(store).keep('r2', review('two'));
    new KeptReviews(store).keep('r1', review('three'));
    assert.deepEqual(new KeptReviews(store).of('r1'), review('three'));
    new KeptReviews(store).keep('r1', undefined);
    assert.equal(new KeptReviews(store).of('r1'), undefined);
    assert.deepEqual(new KeptReviews(store).of('r2'), review('two'));
    new KeptReviews(store).keep('unknown', undefined);
    assert.equal(store.writes, 4);
  });

  it('are the newest ones, and not too much', () => {
    const kept = new KeptReviews(new Store());
    for (let run = 0; run < 30; run++) kept.keep(`r${run}`, review(`${run}`));
    assert.equal(kept.of('r9'), undefined);
    assert.equal(kept.of('r10')?.selected, '10');
    kept.keep('huge', review('one', 'x'.repeat(3_000_000)));
    assert.equal(kept.of('huge'), undefined);
    assert.equal(kept.of('r29')?.selected, '29');
  });

  it('that another version wrote are no reviews', () => {
    const store = new Store();
    store.value = [{ run: 'r1', review: { marks: 3 } }];
    const kept = new KeptReviews(store);
    assert.equal(kept.of('r1'), undefined);
    kept.keep('r1', review('one'));
    assert.equal(kept.of('r1')?.selected, 'one');
  });
});
