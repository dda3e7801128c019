import assert from 'node:assert/strict';
import type { Candidate, Verification } from '@errata/protocol/proposal';
import fc from 'fast-check';
import type { Curves } from './calibration.ts';
import { confidenceOf } from './confidence.ts';
import { compare, type Ranked, rankCandidates } from './select.ts';

type Verdict = Verification['verdict'];

function verification(
  verdict: Verdict,
  options: { reproduced?: boolean; tested?: boolean } = {},
): Verification {
  const { reproduced = verdict === 'proven', tested = true } = options;
  const tests = { passed: 3, failed: 0, failures: [], ran: tested, output: '' };
  return {
    sandbox: 'bubblewrap',
    reproduction: {
      before: { result: reproduced ? 'raised' : 'not-run', output: '' },
      after: { result: reproduced ? 'passed' : 'not-run', output: '' },
    },
    tests: { before: tests, after: tests },
    verdict,
    reason: '',
    milliseconds: 1,
  };
}

const before = 'function f(a) {\n  return a.b;\n}\n';

function candidate(id: string, after: string, more: Partial<Candidate> = {}): Candidate {
  return {
    ...{ id, engine: 'templates', label: 'root-cause', explanation: '', prior: 0.5 },
    changes: [{ path: 'a.js', before, after }],
    verification: verification('proven'),
    ...more,
  };
}

const order = async (...candidates: Candidate[]) =>
  (await rankCandidates(candidates)).map(ranked => ranked.candidate.id);
const body = (line: string) => before.replace('return a.b;', line);

describe('the choice among candidates', () => {
  it('goes by proof, then cause, then prior, then size', async () => {
    assert.deepEqual(
      await order(
        candidate('rejected', body('return a.e;'), { verification: verification('rejected'), prior: 1 }),
        candidate('plausible', body('return a.f;'), { verification: verification('plausible'), prior: 1 }),
        candidate('guard', body('return a?.b;'), { label: 'guard', prior: 1 }),
        candidate('long', body('const c = a.c;\n  return c;'), { prior: 0.5 }),
        candidate('short', body('return a.d;'), { prior: 0.5 }),
        candidate('likely', body('return a.c;'), { prior: 0.6 }),
      ),
      ['likely', 'short', 'long', 'guard', 'plausible', 'rejected'],
    );
  });

  it('lets what people said before weigh the prior, and nothing that comes before it', async () => {
    const leaning = { weight: 0.5, shift: -0.2, reason: 'people refused it: 0 taken, 2 not' };
    const candidates = [
      candidate('refused', body('return a.c;'), { prior: 0.6 }),
      candidate('other', body('return a.d;'), { prior: 0.5 }),
      candidate('guard', body('return a?.b;'), { label: 'guard', prior: 1 }),
    ];
    const plain = await rankCandidates(candidates);
    const ranked = await rankCandidates(candidates, ({ id }) => (id === 'refused' ? leaning : undefined));
    const ids = (list: readonly Ranked[]) => list.map(one => one.candidate.id);
    assert.deepEqual(ids(plain), ['refused', 'other', 'guard']);
    assert.deepEqual(ids(ranked), ['other', 'refused', 'guard']);
    const diagnosis = { confidence: 0.9 };
    const [first] = plain;
    assert.ok(first);
    const before = confidenceOf(first, { ranked: [first], diagnosis }, {});
    const after = confidenceOf({ ...first, leaning }, { ranked: [{ ...first, leaning }], diagnosis }, {});
    assert.ok(after.value < before.value);
    assert.equal(after.reasons.at(-1), '−20 %: people refused it: 0 taken, 2 not');
    const risen = { ...first, leaning: { ...leaning, shift: 0.1 } };
    const unproven = {
      ...risen,
      candidate: { ...first.candidate, verification: verification('plausible') },
    };
    assert.doesNotMatch(
      confidenceOf(unproven, { ranked: [unproven], diagnosis }, {}).reasons.join(),
      /people refused/,
    );
  });

  it('puts going back on a commit behind a fix of the cause, however likely', async () => {
    const back = candidate('back', body('return a;'), { engine: 'revert', prior: 0.4 });
    assert.deepEqual(await order(back, candidate('fix', body('return a.c;'), { prior: 0.1 })), [
      'fix',
      'back',
    ]);
    const taken = candidate('put back', body('return a && a.b;'), { engine: 'revert', prior: 0.8 });
    assert.deepEqual(await order(taken, candidate('fix', body('return a.c;'), { prior: 0.1 })), [
      'put back',
      'fix',
    ]);
  });

  it('tells programs apart that differ by indentation alone', async () => {
    const loop = 'def f(xs):\n    for x in xs:\n        a(x)\n';
    const changing = (id: string, indent: string) => {
      const after = `${loop}${indent}b(xs)\n`;
      return candidate(id, after, { changes: [{ path: 'a.py', before: loop, after }] });
    };
    assert.deepEqual(await order(changing('inside', '        '), changing('outside', '    ')), [
      'inside',
      'outside',
    ]);
  });

  it('takes a guard with a reason before a blind edit that happens to pass', async () => {
    const guard = candidate('guard', body('return a?.b;'), { label: 'guard', prior: 0.45 });
    const blind = candidate('blind', body('return a.a;'), { engine: 'search', prior: 0.3 });
    const cause = candidate('cause', body('return a.c;'), { prior: 0.3 });
    assert.deepEqual(await order(blind, guard, cause), ['cause', 'guard', 'blind']);
  });

  it('lets the cause be fixed by a return that the file has elsewhere', async () => {
    const known = 'function f(a) {\n  if (!a) return null;\n  const o = g(a);\n  return o.b;\n}\n';
    const checked = (text: string) => known.replace('g(a);\n', `g(a);\n  if (!o) return ${text};\n`);
    const checking = (id: string, after: string, more: Partial<Candidate> = {}) =>
      candidate(id, after, { changes: [{ path: 'a.js', before: known, after }], ...more });
    const guard = checking('guard', known.replace('o.b', 'o?.b'), { label: 'guard' });
    assert.deepEqual(await order(guard, checking('null', checked('null'))), ['null', 'guard']);
    assert.deepEqual(await order(guard, checking('other', checked('undefined'))), ['guard', 'other']);
  });

  it('puts an edit without a reason last that leaves a part of the result out', async () => {
    const made = 'function f(a) {\n  const city = a.address.city;\n  return { id: a.id, city };\n}\n';
    const without = (after: string, engine: Candidate['engine']) =>
      candidate(engine, after, { engine, prior: 0.9, changes: [{ path: 'a.js', before: made, after }] });
    const gone = 'function f(a) {\n  return { id: a.id };\n}\n';
    const guarded = candidate('guarded', made.replace('a.address.city', 'a.address?.city'), {
      label: 'guard',
      changes: [{ path: 'a.js', before: made, after: made.replace('a.address.city', 'a.address?.city') }],
    });
    assert.deepEqual(await order(without(gone, 'revert'), guarded), ['guarded', 'revert']);
    const other = made.replace('address.city', 'home.city');
    assert.deepEqual(await order(guarded, without(other, 'revert')), ['revert', 'guarded']);
  });

  it('does not take the end of a recursion for a feature that is gone', async () => {
    const recursive = 'def flat(xs):\n    for x in xs:\n        yield flat(x)\n        yield whole(x)\n';
    const searched = (id: string, after: string) =>
      candidate(id, '', { engine: 'search', changes: [{ path: 'f.py', before: recursive, after }] });
    const ranked = await rankCandidates([
      searched('end', recursive.replace('flat(x)\n', 'x\n')),
      searched('less', recursive.replace('whole(x)', 'x')),
    ]);
    assert.deepEqual(
      ranked.map(({ candidate, demoted }) => [candidate.id, demoted]),
      [
        ['end', false],
        ['less', true],
      ],
    );
  });

  it('puts last what only hides the symptom', async () => {
    assert.deepEqual(
      await order(
        candidate('silent', body('if (!a) return;\n  return a.b;'), { prior: 0.9 }),
        candidate('catches', body('try { return a.b; } catch { return 1; }'), { prior: 0.9 }),
        candidate('deletes', 'function f(a) {\n}\n', { prior: 0.9 }),
        candidate('guard', body('return a?.b;'), { label: 'guard', prior: 0.1 }),
      ),
      ['guard', 'deletes', 'silent', 'catches'],
    );
  });

  it('lets a check be put back that answers with nothing, and a generator end where its source ends', async () => {
    const generator = 'def f(it):\n    a = next(it)\n    yield a\n';
    const ends = generator.replace(
      '    a = next(it)\n',
      '    try:\n        a = next(it)\n    except StopIteration:\n        return\n',
    );
    const ranked = await rankCandidates([
      candidate('restored', body('if (!a) return;\n  return a.b;'), { engine: 'revert' }),
      candidate('ends', '', { changes: [{ path: 'f.py', before: generator, after: ends }] }),
    ]);
    assert.deepEqual(
      ranked.map(one => one.demoted),
      [false, false],
    );
  });

  it('lets a root cause have a base case, and a guard none', async () => {
    const base = (id: string, label: Candidate['label']) =>
      candidate(id, body(`if (!a) return [];\n  return a.b; // ${id}`), { label, prior: 0.1 });
    const clean = candidate('clean', body('return a?.b;'), { label: 'guard', prior: 0.9 });
    assert.deepEqual(await order(base('base', 'root-cause'), clean), ['base', 'clean']);
    assert.deepEqual(await order(base('hides', 'guard'), { ...clean, prior: 0 }), ['clean', 'hides']);
  });

  it('counts equal syntax trees as votes and keeps one of them', async () => {
    const ranked = await rankCandidates([
      candidate('alone', body('return a.c;')),
      candidate('spaced', body('return  a.d; // why')),
      candidate('plain', body('return a.d;')),
    ]);
    assert.deepEqual(
      ranked.map(({ candidate: { id }, votes }) => [id, votes]),
      [
        ['plain', 2],
        ['alone', 1],
      ],
    );
  });

  it('is an order, whatever the candidates are', () => {
    const ranked: fc.Arbitrary<Ranked> = fc.record({
      candidate: fc
        .record({
          id: fc.string({ minLength: 1, maxLength: 3 }),
          label: fc.constantFrom('root-cause' as const, 'guard' as const),
          prior: fc.constantFrom(0.1, 0.5, 0.9),
          verdict: fc.constantFrom<Verdict>('proven', 'plausible', 'rejected'),
        })
        .map(({ id, label, prior, verdict }) =>
          candidate(id, before, { label, prior, verification: verification(verdict) }),
        ),
      signals: fc.record({
        size: fc.nat(5),
        silentReturns: fc.constant(0),
        blanketCatches: fc.constant(0),
        deletes: fc.constant(false),
        shape: fc.string(),
      }),
      votes: fc.integer({ min: 1, max: 3 }),
      demoted: fc.boolean(),
    });
    fc.assert(
      fc.property(ranked, ranked, ranked, (a, b, c) => {
        assert.equal(Math.sign(compare(a, b)) + Math.sign(compare(b, a)), 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) assert.ok(compare(a, c) <= 0);
      }),
    );
  });
});

describe('confidence', () => {
  const all = async (candidates: Candidate[], curves: Curves = {}, diagnosis = 0.8) => {
    const ranked = await rankCandidates(candidates);
    return ranked.map(one => confidenceOf(one, { ranked, diagnosis: { confidence: diagnosis } }, curves));
  };
  const sure = async (candidates: Candidate[], diagnosis = 0.8) =>
    (await all(candidates, {}, diagnosis))[0]?.value ?? assert.fail();
  const checking = (options: Parameters<typeof verification>[1], verdict: Verdict = 'proven') => [
    candidate('a', body('return a.c;'), { prior: 0.9, verification: verification(verdict, options) }),
  ];

  it('is high for a proven, unrivalled root cause only', async () => {
    assert.ok((await sure(checking({}))) >= 0.8);
    const guard = candidate('a', body('return a?.b;'), { label: 'guard', prior: 0.9 });
    assert.ok((await sure([guard])) < 0.8);
    const rival = candidate('b', body('return a.d;'), { prior: 0.9 });
    assert.ok((await sure([...checking({}), rival])) <= 0.65);
  });

  it('is what such fixes were worth where that was measured, and never sure where it was not', async () => {
    const curves: Curves = {
      'event-reasoned': [
        { from: 0, cases: 8, right: 3 },
        { from: 0.8, cases: 28, right: 27 },
      ],
    };
    const [measured] = await all(checking({}), curves);
    assert.equal(measured?.value, 0.933);
    assert.ok(measured?.reasons.some(reason => /^\d+ of 28 fixes/.test(reason)));
    assert.ok((await sure(checking({}))) <= 0.85);
    const few: Curves = { 'event-reasoned': [{ from: 0, cases: 3, right: 3 }] };
    assert.deepEqual(await all(checking({}), few), await all(checking({})));
    assert.ok(((await all(checking({ tested: false }), curves))[0]?.value ?? 1) <= 0.6);
  });

  it('is not what templates were worth where a model or a program wrote the fix', async () => {
    const curves: Curves = {
      'event-reasoned': [{ from: 0, cases: 28, right: 28 }],
      unproven: [{ from: 0, cases: 28, right: 28 }],
    };
    for (const engine of ['model', 'command'] as const) {
      const written = (options: Parameters<typeof verification>[1], verdict: Verdict = 'proven') =>
        checking(options, verdict).map(one => ({ ...one, engine }));
      const [proven] = await all(written({}), curves, 1);
      assert.ok((proven?.value ?? 1) <= 0.85);
      assert.ok(proven?.reasons.some(reason => /too few fixes like it were measured/.test(reason)));
      assert.deepEqual(proven, (await all(written({}), {}, 1))[0]);
      const [unproven] = await all(written({ reproduced: false }, 'plausible'), curves, 1);
      assert.ok((unproven?.value ?? 1) <= 0.65);
    }
  });

  it('is never higher for a fix that comes behind', async () => {
    const curves: Curves = { 'event-reasoned': [{ from: 0, cases: 8, right: 1 }] };
    const rival = candidate('b', body('return a.d;'), { prior: 0.8 });
    const [first, second] = await all([...checking({}), rival], curves);
    assert.equal(first?.value, 0.2);
    assert.equal(second?.value, 0.2);
  });

  it('is capped without a reproduction and without tests', async () => {
    assert.ok((await sure(checking({ reproduced: false }, 'plausible'), 1)) <= 0.65);
    assert.ok((await sure(checking({ tested: false }), 1)) <= 0.6);
    assert.ok((await sure(checking({}, 'rejected'), 1)) < 0.4);
  });

  it('stays within 0…1 and rises with the prior and the diagnosis', async () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(unit, unit, unit, async (prior, low, high) => {
        const one = [candidate('a', body('return a.c;'), { prior })];
        const values = [await sure(one, Math.min(low, high)), await sure(one, Math.max(low, high))] as const;
        assert.ok(values[0] >= 0 && values[1] <= 1 && values[0] <= values[1]);
      }),
    );
  });
});
