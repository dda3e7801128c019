import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sharesOf } from './window.ts';

describe('the tokens of a model', () => {
  it('are those that are of use, where it takes many or nobody knows', () => {
    const most = sharesOf(undefined);
    assert.deepEqual(sharesOf(1_000_000), most);
    assert.deepEqual(sharesOf(64_000), most);
  });

  it('are shared out with some left for what else is told', () =>
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 200_000 }), window => {
        const { context, output, failures } = sharesOf(window);
        assert.ok(context > 0 && output > 0 && failures > 0);
        assert.ok(context + output <= window * 0.75);
        assert.ok(context <= sharesOf(undefined).context && output <= sharesOf(undefined).output);
      }),
    ));
});
