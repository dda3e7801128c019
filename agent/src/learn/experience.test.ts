import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import type { DecidedFix, Decision } from '@errata/protocol/run';
import fc from 'fast-check';
import { Experience, type KnownDecision } from './experience.ts';

const candidate: Candidate = {
  ...{ id: 'c', engine: 'templates', template: 'guard', label: 'guard', explanation: '', prior: 0.5 },
  changes: [{ path: 'a', before: 'a', after: 'b' }],
};
const fix: DecidedFix = {
  ...{ engine: 'templates', template: 'guard', label: 'guard', family: 'index' },
  ...{ offered: 2, kept: 2, edited: false },
};
let runs = 0;
const said = (verdict: Decision['verdict'], change: Partial<KnownDecision> = {}): KnownDecision => ({
  ...{ run: `run ${++runs}`, issue: 'A-1', at: '2026-01-01T00:00:00.000Z', verdict, by: 'ada', about: fix },
  ...change,
});
const leaning = (...decisions: KnownDecision[]) => new Experience(decisions, 'index').leaning(candidate);

describe('what people said of fixes like it', () => {
  it('puts down what was refused, and says how often', () => {
    const once = leaning(said('reject'));
    const twice = leaning(said('reject'), said('reject'));
    assert.ok(once && twice);
    assert.ok(twice.weight < once.weight && once.weight < 1);
    assert.ok(twice.shift < once.shift && once.shift < 0);
    assert.match(twice.reason, /0 taken, 2 not$/);
  });

  it('puts up what was taken, the more of it the more', () => {
    const whole = leaning(said('approve'));
    const half = leaning(said('approve', { about: { ...fix, kept: 1, edited: true } }));
    const none = leaning(said('approve', { about: { ...fix, kept: 0, edited: true } }));
    assert.ok(whole && half && none);
    assert.ok(whole.weight > half.weight && half.weight > 1 && none.weight < 1);
    assert.ok(whole.shift > 0 && none.shift < 0);
  });

  it('counts a wish for another fix, and one handed over, less than a refusal', () => {
    const refused = leaning(said('reject'));
    for (const verdict of ['change', 'escalate'] as const) {
      const told = leaning(said(verdict));
      assert.ok(told && refused && told.weight > refused.weight && told.weight < 1);
    }
  });

  it('counts what became of a fix more than that it was taken', () => {
    const came = (outcome: KnownDecision['outcome']) =>
      leaning(said('approve', { outcome })) ?? assert.fail();
    const taken = came(undefined);
    const [resolved, regressed] = [came('resolved'), came('regressed')];
    assert.ok(resolved.weight > taken.weight && resolved.shift > taken.shift);
    assert.ok(regressed.weight < 1 && regressed.shift < 0);
    assert.equal(came('reverted').weight, regressed.weight);
    assert.ok(came('closed').weight < 1 && came('closed').weight > regressed.weight);
    assert.match(resolved.reason, /1 taken, 0 not; of those taken, 1 held, 0 did not$/);
    assert.match(regressed.reason, /1 taken, 0 not; of those taken, 0 held, 1 did not$/);
  });

  it('counts an outcome as far as the fix was taken', () => {
    const about = (kept: number) => ({ about: { ...fix, kept, edited: true } });
    const own = leaning(said('approve', { ...about(0), outcome: 'resolved' }));
    assert.deepEqual(own, leaning(said('approve', about(0))));
    const [part, whole] = [1, 2].map(kept =>
      leaning(said('approve', { ...about(kept), outcome: 'regressed' })),
    );
    assert.ok(part && whole && whole.weight < part.weight && part.weight < 1);
  });

  it('is nothing of other kinds of fixes, other errors, or where nothing is known', () => {
    assert.equal(leaning(), undefined);
    const { about: _, ...plain } = said('reject');
    assert.equal(leaning(plain), undefined);
    assert.equal(leaning(said('reject', { about: { ...fix, family: 'missing' } })), undefined);
    assert.equal(leaning(said('reject', { about: { ...fix, template: 'other' } })), undefined);
    assert.equal(leaning(said('reject', { about: { ...fix, engine: 'search' } })), undefined);
  });

  it('takes the last word of a run for all of them', () => {
    const last = leaning(
      said('approve', { run: 'r' }),
      said('change', { run: 'r' }),
      said('approve', { run: 'r' }),
    );
    assert.deepEqual(last, leaning(said('approve')));
  });

  it('stays within bounds, whatever was said how often', () => {
    const verdict = fc.constantFrom<Decision['verdict']>('approve', 'reject', 'change', 'escalate');
    const outcome = fc.constantFrom<KnownDecision['outcome']>(
      ...([undefined, 'resolved', 'regressed', 'reverted', 'closed'] as const),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(verdict, outcome), { maxLength: 300 }), decisions => {
        const told = leaning(...decisions.map(([each, came]) => said(each, { outcome: came })));
        if (told === undefined) return;
        assert.ok(told.weight > 0.5 && told.weight < 1.5);
        assert.ok(told.shift > -0.3 && told.shift < 0.1);
      }),
      { numRuns: 50 },
    );
  });
});
