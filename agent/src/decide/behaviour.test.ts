import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import type { Observation } from '../verify/behaviour/observe.ts';
import { behavioursOf, shareApart } from './behaviour.ts';
import { rankByBehaviour, rankCandidates } from './select.ts';

const before = 'function f(a) {\n  return a.b;\n}\n';

function candidate(id: string, prior: number): Candidate {
  const after = before.replace('a.b', `a.${id}`);
  return {
    ...{ id, engine: 'search', label: 'root-cause', explanation: '', prior },
    changes: [{ path: 'a.js', before, after }],
  };
}

/** One noted input that fails, one noted and one made that pass; outcomes of the unfixed program first. */
function observation(
  original: readonly string[],
  ids: Readonly<Record<string, readonly string[]>>,
): Observation {
  return {
    functions: [{ path: 'a.js', name: 'f', first: 1, last: 1 }],
    inputs: [
      { target: 0, passing: false, made: false },
      { target: 0, passing: true, made: false },
      { target: 0, passing: true, made: true },
    ],
    original,
    candidates: new Map(Object.entries(ids)),
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

  it('asks nobody to answer as before where that was no number', async () => {
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
    assert.deepEqual((await order(observation(crashed, { silent }))).length, 1);
  });

  it('leaves those alone of which nothing was seen', async () => {
    const ranked = await rankCandidates([candidate('a', 0.5), candidate('c', 0.4)]);
    assert.deepEqual(rankByBehaviour(ranked, new Map()), ranked);
  });

  it('tells how far apart two are', () => {
    const told = behavioursOf(
      observation(crashed, { a: ['x', 'gives 1', 'gives 2'], b: ['y', 'gives 1', 'gives 2'] }),
    );
    const [a, b] = [...told.values()];
    assert.ok(a && b);
    assert.equal(shareApart(a, b), 1 / 3);
    assert.equal(shareApart(a, a), 0);
  });
});
