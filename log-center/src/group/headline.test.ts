import assert from 'node:assert/strict';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import { headlineOf } from './headline.ts';

describe('headlineOf', () => {
  it('names the exception in one printable line and the last place of the own code', () => {
    const frames = [sampleFrame(), sampleFrame({ file: '/x/node_modules/y.js', inApp: false })];
    const exceptions = [{ type: 'E', value: 'one\u202e\u0000\ntwo', frames }];
    assert.deepEqual(headlineOf(sampleEvent('', { exceptions })), {
      title: 'E: one',
      culprit: 'total (shop/src/cart.ts)',
    });
    const long = headlineOf(sampleEvent('', { exceptions: [], message: '😀'.repeat(500) }));
    assert.equal([...long.title].length, 200);
    assert.equal(headlineOf(sampleEvent('', { exceptions: [] })).title, '(no message)');
  });

  it("takes the title from the own code's exception, not from a wrapper or a group around it", () => {
    const own = { type: 'KeyError', value: 'total', frames: [sampleFrame()] };
    const library = sampleFrame({ inApp: false });
    const wrapper = { type: 'ServletException', value: 'Request failed', frames: [library] };
    const group = { type: 'ExceptionGroup', value: '1 sub-exception', frames: [sampleFrame()] };
    for (const outer of [wrapper, group])
      assert.equal(headlineOf(sampleEvent('', { exceptions: [own, outer] })).title, 'KeyError: total');
    assert.equal(
      headlineOf(sampleEvent('', { exceptions: [wrapper] })).title,
      'ServletException: Request failed',
    );
  });

  it('shows the title that a rule wishes for', () => {
    assert.equal(headlineOf(sampleEvent(), 'Payment\nfailed').title, 'Payment');
    assert.equal(headlineOf(sampleEvent(), ' ').title, 'TypeError: x is undefined');
  });
});
