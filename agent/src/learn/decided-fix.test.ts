import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import { decidedFix } from './decided-fix.ts';

const before = 'one\ntwo\nthree\nfour\nfive\n';
const candidate: Candidate = {
  id: 'c',
  engine: 'templates',
  template: 'javascript/bounds',
  label: 'root-cause',
  explanation: '',
  prior: 0.5,
  changes: [
    { path: 'a.js', before, after: 'ONE\ntwo\nthree\nfour\nFIVE\n' },
    { path: 'b.js', before: 'x\n', after: 'y\n' },
  ],
};
const about = { engine: 'templates', template: 'javascript/bounds', label: 'root-cause', family: 'index' };
const diagnosis = { family: 'index' };

describe('what is remembered of a fix that a person decided on', () => {
  it('is the whole of it when it is taken as it is, or refused', () => {
    const whole = { ...about, offered: 3, kept: 3, edited: false };
    assert.deepEqual(decidedFix(candidate, diagnosis), whole);
    const test = { path: 'a.test.js', before: null, after: 'it\n' };
    assert.deepEqual(decidedFix(candidate, diagnosis, [...candidate.changes, test]), whole);
  });

  it('is how much of it was kept, and whether there is something else', () => {
    const [first] = candidate.changes;
    assert.ok(first);
    const one = [{ ...first, after: before.replace('one', 'ONE') }];
    assert.deepEqual(decidedFix(candidate, diagnosis, one), { ...about, offered: 3, kept: 1, edited: false });
    const own = [{ ...first, after: before.replace('one', 'ONE').replace('five', '5') }];
    assert.deepEqual(decidedFix(candidate, diagnosis, own), { ...about, offered: 3, kept: 1, edited: true });
  });

  it('is of no family where none is known', () => {
    assert.equal(decidedFix(candidate, undefined).family, 'other');
    assert.equal(decidedFix(candidate, { family: 'x'.repeat(1000) }).family.length, 100);
  });
});
