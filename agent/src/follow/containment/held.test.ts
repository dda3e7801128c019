import assert from 'node:assert/strict';
import { type Effect, heldParts } from './held.ts';

describe('what a history holds of a fix', () => {
  /** `name < parents`, oldest first; effects of one part by name. */
  const held = (history: readonly string[], effects: Record<string, Effect>) => {
    const commits = history.map(each => {
      const [commit = '', parents = ''] = each.split('<').map(part => part.trim());
      return { commit, parents: parents.split(' ').filter(Boolean) };
    });
    const done = Object.entries(effects).map(([commit, effect]) => [commit, new Map([[0, effect]])] as const);
    return heldParts(commits, new Map(done), 1)[0];
  };

  it('is what was done last', () => {
    assert.equal(held(['a', 'b<a', 'c<b'], {}), undefined);
    assert.equal(held(['a', 'b<a', 'c<b'], { b: 'in' }), 'in');
    assert.equal(held(['a', 'b<a', 'c<b'], { a: 'in', b: 'out' }), 'out');
    assert.equal(held(['a', 'b<a', 'c<b'], { a: 'in', b: 'out', c: 'in' }), 'in');
  });

  it('comes with a merge, from either side', () => {
    assert.equal(held(['a', 'b<a', 'c<a', 'm<b c'], { b: 'in' }), 'in');
    assert.equal(held(['a', 'b<a', 'c<a', 'm<b c'], { c: 'in' }), 'in');
  });

  it('is not brought back by a branch that still had it when it was taken back', () => {
    assert.equal(held(['a', 'b<a', 'c<a', 'm<b c'], { a: 'in', b: 'out' }), 'out');
    assert.equal(held(['a', 'b<a', 'c<a', 'm<c b'], { a: 'in', b: 'out' }), 'out');
  });

  it('is brought back by a branch that put it in again', () => {
    assert.equal(held(['a', 'r<a', 'b<r', 'c<r', 'm<b c'], { a: 'in', r: 'out', c: 'in' }), 'in');
  });

  it('stays where another line of history brought it and took it back', () => {
    assert.equal(held(['o', 'p<o', 'a<o', 'r<a', 'm<p r'], { p: 'in', a: 'in', r: 'out' }), 'in');
  });
});
