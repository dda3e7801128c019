import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import type { Observation } from '../verify/behaviour/observe.ts';
import { behavioursOf } from './behaviour.ts';
import { confidenceOf } from './confidence.ts';
import { factsOf } from './facts.ts';
import { rankByBehaviour, rankCandidates } from './select.ts';

const before = 'function f(a) {\n  return a.b;\n}\n';

function candidate(id: string, prior: number): Candidate {
  const after = before.replace('a.b', `a.${id}`);
  return {
    ...{ id, engine: 'search', label: 'root-cause', explanation: '', prior },
    changes: [{ path: 'a.js', before, after }],
  };
}

function proven(one: Candidate): Candidate {
  const tests = { passed: 3, failed: 0, failures: [], ran: true, output: '' };
  const reproduction = {
    before: { result: 'raised' as const, output: '' },
    after: { result: 'passed' as const, output: '' },
  };
  const rest = { sandbox: 'bubblewrap', reason: '', milliseconds: 1 };
  return {
    ...one,
    verification: { ...rest, reproduction, tests: { before: tests, after: tests }, verdict: 'proven' },
  };
}

/**
 * Outcomes with a noted input that fails, a noted one that passes and a made one, of the unfixed program first; made inputs like the
 * first and the last come after them, where that is not left out.
 */
function observation(
  original: readonly string[],
  ids: Readonly<Record<string, readonly string[]>>,
  more = 9,
): Observation {
  const all = ([fails = '', passes = '', made = '']: readonly string[]) => [
    ...[fails, passes, made],
    ...Array.from({ length: more }, (_, at) => (at < 2 ? fails : made)),
  ];
  return {
    functions: [{ path: 'a.js', name: 'f', first: 1, last: 1 }],
    inputs: all(['', '', '']).map((_, at) => ({ target: 0, passing: at > 0, made: at > 1 })),
    original: all(original),
    candidates: new Map(Object.entries(ids).map(([id, outcomes]) => [id, all(outcomes)])),
  };
}

const order = async (observed: Observation) => {
  const candidates = [...observed.candidates.keys()].map((id, at) => candidate(id, 0.9 - at / 10));
  const ranked = rankByBehaviour(await rankCandidates(candidates), behavioursOf(observed));
  return ranked.map(({ candidate: { id }, votes, alternative }) => [id, votes, alternative ?? false]);
};
const crashed = ['raises TypeError', 'gives 1', 'gives 2'];

describe('the choice by what candidates do', () => {
  it('lets the best of those that do the same stand for all, before the others', async () => {
    const same = ['gives 0', 'gives 1', 'gives 2'];
    const other = ['gives 9', 'gives 1', 'gives 2'];
    assert.deepEqual(await order(observation(crashed, { one: same, two: same, three: other })), [
      ['one', 2, false],
      ['three', 1, false],
      ['two', 2, true],
    ]);
    assert.deepEqual(await order(observation(crashed, { one: same, two: same, three: other }, 3)), [
      ['one', 1, false],
      ['two', 1, false],
      ['three', 1, false],
    ]);
    const untouched = { one: crashed, two: crashed };
    assert.deepEqual(
      (await order(observation(crashed, untouched))).map(([, votes]) => votes),
      [1, 1],
    );
  });

  it('prefers what leaves the answers of a program alone that only crashed', async () => {
    const strays = ['gives 0', 'gives 1', 'gives 3'];
    const keeps = ['gives 0', 'gives 1', 'gives 2'];
    assert.deepEqual(
      (await order(observation(crashed, { strays, keeps }))).map(([id]) => id),
      ['keeps', 'strays'],
    );
    const wrong = ['gives 5', 'gives 1', 'gives 2'];
    assert.deepEqual(
      (await order(observation(wrong, { strays, keeps }))).map(([id]) => id),
      ['strays', 'keeps'],
    );
  });

  it('asks nobody to answer as before where that was nothing or no number', async () => {
    const gaveNothing = ['raises TypeError', 'gives 1', 'gives None'];
    const raises = ['gives 0', 'gives 1', 'raises LookupError'];
    const guards = ['gives 0', 'gives 1', 'gives None'];
    assert.deepEqual(
      (await order(observation(gaveNothing, { raises, guards }))).map(([id]) => id),
      ['raises', 'guards'],
    );
    const noNumber = ['raises TypeError', 'gives 1', 'gives NaN'];
    const settles = ['gives 0', 'gives 1', 'gives 0'];
    const keeps = ['gives 0', 'gives 1', 'gives NaN'];
    assert.deepEqual(
      (await order(observation(noNumber, { settles, keeps }))).map(([id]) => id),
      ['settles', 'keeps'],
    );
  });

  it('puts last what answers with nothing where the program never did', async () => {
    const silent = ['gives undefined', 'gives 1', 'gives 2'];
    const answers = ['gives 0', 'gives 1', 'gives 2'];
    assert.deepEqual(
      (await order(observation(crashed, { silent, answers }))).map(([id]) => id),
      ['answers', 'silent'],
    );
    const used = ['raises TypeError', 'gives null', 'gives 2'];
    const usual = {
      silent: ['gives null', 'gives null', 'gives 2'],
      answers: ['gives 0', 'gives null', 'gives 2'],
    };
    assert.deepEqual(
      (await order(observation(used, usual))).map(([id]) => id),
      ['silent', 'answers'],
    );
    const accepted = ['gives undefined', 'gives 1', 'gives undefined'];
    const value = ['gives undefined', 'gives 1', 'gives 2'];
    const tested = observation(['raises TypeError', 'gives 1', 'raises TypeError'], { accepted, value });
    assert.deepEqual(
      [...behavioursOf(tested).values()].map(each => each.silent),
      [false, false],
    );
  });

  it('leaves those alone of which nothing was seen', async () => {
    const ranked = await rankCandidates([candidate('a', 0.5), candidate('c', 0.4)]);
    assert.deepEqual(rankByBehaviour(ranked, new Map()), ranked);
  });

  it('leaves no rival where others do the same or break something, and says so', async () => {
    const same = ['gives 0', 'gives 1', 'gives 2'];
    const other = ['gives 9', 'gives 1', 'gives 2'];
    const strays = ['gives 0', 'gives 1', 'gives 3'];
    const judged = async (ids: Readonly<Record<string, readonly string[]>>) => {
      const candidates = Object.keys(ids).map(id => proven(candidate(id, 0.5)));
      const told = behavioursOf(observation(crashed, ids));
      const ranked = rankByBehaviour(await rankCandidates(candidates), told);
      const [first] = ranked;
      assert.ok(first);
      const evidence = { ranked, diagnosis: { confidence: 0.8 }, ownTests: true };
      return { rivals: factsOf(first, evidence).rivals, ...confidenceOf(first, evidence) };
    };
    const [alike, rivalled, clean] = [
      await judged({ one: same, two: same }),
      await judged({ one: same, two: other }),
      await judged({ one: same, two: strays }),
    ];
    assert.deepEqual([alike.rivals, rivalled.rivals, clean.rivals], [0, 1, 0]);
    assert.ok(alike.value >= rivalled.value);
    assert.ok(
      alike.reasons.some(reason => reason.endsWith('it behaves like 1 other fix on 10 made-up inputs')),
    );
    assert.ok(rivalled.reasons.some(reason => reason.endsWith('it behaves otherwise on 3 of 12 inputs')));
    assert.ok(rivalled.value <= 0.65);
    const unlikely = [proven(candidate('one', 0.5)), proven(candidate('two', 0.2))];
    const told = behavioursOf(observation(crashed, { one: same, two: other }));
    const ranked = rankByBehaviour(await rankCandidates(unlikely), told);
    const [first] = ranked;
    assert.ok(first);
    const { reasons } = confidenceOf(first, { ranked, diagnosis: { confidence: 0.8 }, ownTests: true });
    assert.ok(!reasons.some(reason => reason.startsWith('at most 65 %')));
  });
});
