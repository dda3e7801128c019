import assert from 'node:assert/strict';
import type { Candidate, Proposal } from '@errata/protocol/proposal';
import { askedFor } from './asked-for.ts';

const candidate = (id: string): Candidate => ({
  ...{ id, engine: 'templates', label: 'guard', explanation: id, prior: 0.5 },
  changes: [{ path: 'a.js', before: 'a', after: id }],
});
const first = candidate('first');
const second = candidate('second');
const reproduction = { path: 'a.test.js', before: null, after: 'test' };
const proposal: Proposal = {
  ...{ issue: 'i', run: 'r', base: 'h', candidates: [first, second], recommended: 'first', reproduction },
};

describe('what a person asked to be changed', () => {
  it('is nothing in the first round', () => {
    assert.equal(askedFor({ proposal }), undefined);
    assert.equal(askedFor({ requests: [], proposal }), undefined);
  });

  it('is all their words, with the fix that they looked at', () => {
    assert.deepEqual(askedFor({ requests: ['One.', 'Two.'], proposal }), {
      words: 'One.\n\nTwo.',
      before: { offered: first.changes },
    });
    const reviewed = { changes: [...second.changes, reproduction], looked: 'second' };
    assert.deepEqual(askedFor({ requests: ['One.'], reviewed, proposal })?.before, {
      offered: second.changes,
    });
  });

  it('holds what they left of it', () => {
    const edited = [{ path: 'a.js', before: 'a', after: 'their own' }];
    const left = (changes: typeof edited) =>
      askedFor({ requests: ['One.'], reviewed: { changes }, proposal })?.before;
    assert.deepEqual(left(edited), { offered: first.changes, left: edited });
    assert.deepEqual(left([]), { offered: first.changes, left: [] });
    assert.deepEqual(left([...edited, { ...reproduction, before: '' }]), {
      offered: first.changes,
      left: edited,
    });
  });

  it('is their words alone where there is no fix yet', () => {
    assert.deepEqual(askedFor({ requests: ['One.'] }), { words: 'One.' });
  });
});
