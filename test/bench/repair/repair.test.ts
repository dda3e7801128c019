import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measuredAt } from '../../../agent/src/decide/calibration.ts';
import type { Facts } from '../../../agent/src/decide/facts.ts';
import { isMissed } from '../rows.ts';
import { crossValidated, fitCurves, type Offer, offersOf } from './calibration.ts';
import { readRepairCases } from './case.ts';
import { type RepairAnswer, repairFigures } from './figures.ts';
import { shapeOf } from './right.ts';
import { repairRows } from './rows.ts';

const answer = (rank: number, held: number, more: Partial<RepairAnswer> = {}): RepairAnswer => ({
  name: 'case',
  rank,
  held,
  confidence: 0.8,
  engine: 'search',
  recommended: held > 0,
  crash: false,
  tried: 10,
  milliseconds: 1000,
  ...more,
});

describe('cases of repairs', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-cases-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, text: object) => {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'case.json'), JSON.stringify(text));
  };

  it('are read with what is relative to them, and told of when they are wrong', async () => {
    const truth = { files: { 'a.js': 'x\n' } };
    await write('folder', { tree: 'tree', failingTests: ['test/a.test.js'], truth });
    await write('commit', {
      tree: { repo: '../repo', commit: 'v1' },
      event: 'TypeError: no\n    at a (a.js:1:1)',
      truth,
    });
    await write('neither', { tree: 'tree', truth });
    const { cases, broken } = await readRepairCases(folder);
    assert.deepEqual(
      cases.map(({ name, tree }) => [name, tree]),
      [
        ['commit', { folder: path.join(folder, 'repo'), commit: 'v1' }],
        ['folder', { folder: path.join(folder, 'folder/tree'), commit: undefined }],
      ],
    );
    assert.ok(
      cases[0] && 'event' in cases[0].from && cases[0].from.event.exceptions[0]?.type === 'TypeError',
    );
    assert.deepEqual(broken, [{ name: 'neither', reason: 'the case: give either an event or failingTests' }]);
  });
});

describe('what is right', () => {
  it('is the same up to layout, comments and documentation', async () => {
    const theirs = 'def a(x):\n    """Adds."""\n    return x + 1\n';
    const ours = 'def a( x ):\n    # one more\n    return x + 1';
    assert.equal(await shapeOf('a.py', ours), await shapeOf('a.py', theirs));
    assert.notEqual(await shapeOf('a.py', theirs.replace('+', '-')), await shapeOf('a.py', theirs));
  });

  it('tells where a block ends, which in Python nothing but the indentation says', async () => {
    const inside = 'for a in b:\n    c(a)\n    d(a)\n';
    assert.notEqual(await shapeOf('a.py', inside), await shapeOf('a.py', inside.replace('    d', 'd')));
  });

  it('keeps text that is a value', async () => {
    assert.notEqual(await shapeOf('a.py', 'a = "x"\n'), await shapeOf('a.py', 'a = "y"\n'));
  });
});

describe('figures of repairs', () => {
  const answers = [
    answer(1, 1, { crash: true, confidence: 0.95 }),
    answer(2, 3, { milliseconds: 9000 }),
    answer(0, 1, { recommended: false }),
    answer(0, 0),
  ];

  it('tell what held from what is right', () => {
    const figures = repairFigures(answers);
    const { plausible, right1, right3, crashes, crashRight1, firsts, sure } = figures;
    assert.deepEqual(
      { plausible, right1, right3, crashes, crashRight1 },
      {
        plausible: 3,
        right1: 1,
        right3: 2,
        crashes: 1,
        crashRight1: 1,
      },
    );
    assert.deepEqual(firsts, { offered: 2, right: 1 });
    assert.deepEqual(sure, { '0.7': { offered: 2, right: 1 }, '0.9': { offered: 1, right: 1 } });
  });

  it('are held against the goals of their set', () => {
    const missed = (name: string) =>
      repairRows(name, repairFigures(answers))
        .filter(isMissed)
        .map(({ what }) => what);
    assert.deepEqual(missed('quixbugs'), ['plausible, of 4', 'right first, of 4']);
    assert.deepEqual(missed('mine'), []);
  });
});

describe('what confidence is worth', () => {
  const facts = (more: Partial<Facts> = {}): Facts => ({
    ...{ verdict: 'proven', reproduced: 'captured', tested: true, label: 'root-cause', engine: 'templates' },
    ...{ hidesSymptom: false, prior: 0.5, diagnosis: 0.5, rivals: 0, margin: 1 },
    ...more,
  });
  const offers = (project: string, count: number, right: number, more: Partial<Facts> = {}): Offer[] =>
    Array.from({ length: count }, (_, at) => ({ project, facts: facts(more), right: at < right }));

  it('never falls where the evidence is better, and is told apart by the kind of proof', () => {
    const curves = fitCurves([
      ...offers('a', 10, 4, { prior: 0.3 }),
      ...offers('a', 10, 9, { prior: 0.6 }),
      ...offers('b', 10, 8, { prior: 0.9 }),
      ...offers('b', 9, 3, { verdict: 'plausible', reproduced: 'none' }),
    ]);
    const event = curves['event-reasoned'] ?? [];
    assert.deepEqual(
      event.map(({ cases, right }) => [cases, right]),
      [
        [10, 4],
        [20, 17],
      ],
    );
    assert.deepEqual(curves.unproven, [{ from: 0, cases: 9, right: 3 }]);
    assert.equal(measuredAt('event-reasoned', 0, curves), event[0]);
    assert.equal(measuredAt('tests-tried', 1, curves), undefined);
  });

  it('counts too few cases to those before, and says nothing of too few at all', () => {
    const curves = fitCurves([...offers('a', 9, 9, { prior: 0.3 }), ...offers('b', 3, 3, { prior: 0.9 })]);
    assert.deepEqual(
      curves['event-reasoned']?.map(({ cases }) => cases),
      [12],
    );
    assert.equal(measuredAt('event-reasoned', 1, fitCurves(offers('a', 7, 7))), undefined);
  });

  it('is checked on projects that it was not fitted on', () => {
    const checked = crossValidated([...offers('a', 20, 20), ...offers('b', 20, 0)]);
    assert.ok(
      checked.every(({ project, confidence }) => (project === 'a' ? confidence < 0.1 : confidence > 0.9)),
    );
  });

  it('is not fitted on the sets that check it', () => {
    const answers = [answer(1, 1, { name: 'sqlparse-01', facts: facts() }), answer(0, 0)];
    const sets = ['planted', 'bugsinpy', 'bugsjs-even'].map(name => ({ name, answers }));
    assert.deepEqual(offersOf(sets), [{ project: 'planted/sqlparse', facts: facts(), right: true }]);
  });
});
