import assert from 'node:assert/strict';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { estimateTokens } from '../../model/limits/estimate.ts';
import { eventText } from './event-fields.ts';

const canary = 'hunter2-canary-9d1f';

describe('the fields of an event', () => {
  it('tell the chain, the frames with their places, and what was captured in the program', () => {
    const frames = [
      sampleFrame({ function: 'main', variables: { a: 1 } }),
      sampleFrame({ inApp: false, variables: { b: 2 } }),
    ];
    const event = sampleEvent('total', {
      exceptions: [
        { type: 'KeyError', value: 'x', frames },
        { type: 'Failed', value: 'y', frames: [] },
      ],
    });
    const [frame] = frames;
    assert.ok(frame);
    const mapped = [{ index: 0, frame, file: 'src/cart.ts', line: 3, mapping: 'exact' as const }];
    const { exception, chain } = JSON.parse(eventText(event, mapped, 5000));
    assert.equal(exception.type, 'KeyError');
    assert.equal(chain[0].type, 'Failed');
    const [others, own] = exception.stack;
    assert.equal(own.inRepository, 'src/cart.ts:3');
    assert.deepEqual(own.variables, { a: 1 });
    assert.equal(others.variables, undefined);
  });

  it('hold no secret, no user and no machine', () => {
    const event = sampleEvent('total', {
      message: `password=${canary}`,
      serverName: canary,
      user: { name: canary },
      tags: { token: canary },
      contexts: { device: { name: canary }, runtime: { name: 'node' } },
      request: {
        url: `https://shop.example/?api_key=${canary}`,
        headers: {
          Cookie: canary,
          Authorization: `Bearer ${canary}`,
          'X-Custom': canary,
          Accept: 'text/html',
        },
        body: { card: { password: canary } },
      },
      breadcrumbs: [{ message: `login with secret: ${canary}` }],
      exceptions: [{ type: 'E', value: 'v', frames: [sampleFrame({ variables: { password: canary } })] }],
    });
    const text = eventText(event, [], 5000);
    assert.ok(!text.includes(canary), text);
    assert.match(text, /text\/html/);
    assert.match(text, /"name": "node"/);
  });

  it('take no more than they may, however much was sent', () => {
    const frames = Array.from({ length: 500 }, (_, at) =>
      sampleFrame({
        function: `f${at}`,
        variables: { list: Array.from({ length: 500 }, () => 'x'.repeat(999)) },
      }),
    );
    const much = Object.fromEntries(frames.map((_, at) => [`tag${at}`, 'y'.repeat(5000)]));
    const event = sampleEvent('total', {
      message: 'm'.repeat(1_000_000),
      tags: much,
      contexts: { state: much },
      exceptions: Array.from({ length: 50 }, () => ({ type: 'E', value: 'v'.repeat(100_000), frames })),
    });
    for (const most of [20_000, 4000, 1000]) {
      const text = eventText(event, [], most);
      assert.ok(estimateTokens(text) <= most);
      assert.match(text, /f499/, 'the crash is told last of all');
    }
  });

  it('are one JSON document of bounded size, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 8 }), (text, value) => {
        const frame = sampleFrame({ file: text, function: text, variables: { [text]: value } });
        const event = sampleEvent(text, {
          tags: { [text]: text },
          exceptions: [{ type: text, value: text, frames: [frame] }],
          request: { body: value },
        });
        const told = eventText(event, [], 3000);
        assert.equal(JSON.parse(told).exception.stack.length, 1);
        assert.ok(estimateTokens(told) <= 3000);
      }),
    );
  });
});
