import assert from 'node:assert/strict';
import type { Candidate, ReproductionOutcome, Verification } from '@errata/protocol/proposal';
import type { FailedFix } from '../../propose/model/propose-with-model.ts';
import { mostReflections, reflect, standingOf, type Tried } from './reflect.ts';

type Result = ReproductionOutcome['result'];

function candidate(id: string, after: Result, output = id, verdict?: Verification['verdict']): Candidate {
  const tests = { passed: 1, failed: 0, failures: [], ran: true, output: '' };
  return {
    ...{ id, engine: 'model', label: 'root-cause', explanation: id, prior: 0.5 },
    changes: [{ path: 'a.js', before: '', after: id }],
    verification: {
      reproduction: { before: { result: 'raised', output: '' }, after: { result: after, output } },
      ...{ sandbox: 'bubblewrap', tests: { before: tests, after: tests }, milliseconds: 1, reason: output },
      verdict: verdict ?? 'rejected',
    },
  };
}
const proven = candidate('right', 'passed', '', 'proven');
const tried = (...candidates: Candidate[]): Tried => ({ candidates, forbidden: [] });

/** Reflects on a first answer with these to follow; what was shown before each of them. */
async function run(first: Tried, ...answers: Tried[]) {
  const shown: (readonly FailedFix[])[] = [];
  const all = await reflect({
    first,
    isEnough: ({ verification }) => verification?.verdict === 'proven',
    failureOf: ({ explanation, changes, verification }) => ({
      ...{ explanation, changes, output: verification?.reason ?? '' },
    }),
    again: async (failures, round) => {
      shown.push(failures);
      return answers[round - 1] ?? assert.fail('asked too often');
    },
  });
  return { ids: all.map(({ id }) => id), shown: shown.map(some => some.map(({ output }) => output)) };
}

describe('reflection', () => {
  it('gives back what went wrong until something holds', async () => {
    const wrong = candidate('wrong', 'raised', 'still raised');
    assert.deepEqual(await run(tried(wrong), tried(proven)), {
      ids: ['wrong', 'right'],
      shown: [['still raised']],
    });
    assert.deepEqual(await run(tried(proven)), { ids: ['right'], shown: [] });
  });

  it('ends early when nothing gets further and nothing fails in another way', async () => {
    const wrong = candidate('wrong', 'raised', 'still raised');
    const same = candidate('same', 'raised', 'still raised\nafter 2 ms');
    assert.deepEqual((await run(tried(wrong), tried(same))).ids, ['wrong', 'same']);
    assert.deepEqual((await run(tried(wrong), tried())).ids, ['wrong']);
    assert.deepEqual((await run(tried())).ids, []);
  });

  it('goes on for a failure that is news, at most three times', async () => {
    const answers = ['b', 'c', 'd', 'e'].map(id => tried(candidate(id, 'raised')));
    const { ids, shown } = await run(tried(candidate('a', 'raised')), ...answers);
    assert.deepEqual(ids, ['a', 'b', 'c', 'd']);
    assert.equal(shown.length, mostReflections);
  });

  it('goes on for what gets further, whatever is said of it', async () => {
    const first = tried(candidate('a', 'raised', 'it fails'));
    const { ids } = await run(first, tried(candidate('b', 'other', 'it fails')), tried(proven));
    assert.deepEqual(ids, ['a', 'b', 'right']);
  });

  it('shows what came furthest first, and of equals the newest', async () => {
    const first = tried(candidate('raised', 'raised'), candidate('breaks a test', 'passed'));
    const { shown } = await run(
      first,
      tried(candidate('other', 'other')),
      tried(candidate('newer', 'raised')),
      tried(),
    );
    assert.deepEqual(shown, [
      ['breaks a test', 'raised'],
      ['breaks a test', 'other', 'raised'],
      ['breaks a test', 'other', 'newer'],
    ]);
  });

  it('tells what a fence forbids', async () => {
    const forbidden = [{ explanation: '', changes: [], output: 'CI may not be changed' }];
    const { shown } = await run({ candidates: [], forbidden }, tried(proven));
    assert.deepEqual(shown, [['CI may not be changed']]);
  });

  it('knows how far a candidate came', () => {
    const { verification: _, ...untried } = proven;
    const steps = [
      untried,
      candidate('a', 'not-run'),
      candidate('b', 'raised'),
      candidate('c', 'other'),
      candidate('d', 'passed'),
      candidate('e', 'not-run', '', 'plausible'),
      proven,
    ];
    assert.deepEqual(steps.map(standingOf), [0, 1, 2, 3, 4, 5, 6]);
  });
});
