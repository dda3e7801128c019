import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { Slots } from './slots.ts';

type Step = { readonly do: 'come' } | { readonly do: 'leave' | 'stop'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant({ do: 'come' } as const),
  fc.record({ do: fc.constantFrom('leave' as const, 'stop' as const), which: fc.nat(30) }),
);

describe('slots', () => {
  it('are as many as there are, for whoever came first, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const slots = new Slots(2);
        let waiting: { number: number; stop: AbortController }[] = [];
        let inside: { number: number; slot: Disposable }[] = [];
        let expected: number[] = [];
        for (const [number, each] of steps.entries()) {
          if (each.do === 'come') {
            const guest = { number, stop: new AbortController() };
            waiting.push(guest);
            slots.take(guest.stop.signal).then(
              slot => inside.push({ number, slot }),
              () => {},
            );
          } else if (each.do === 'leave') {
            const gone = inside[each.which % inside.length];
            gone?.slot[Symbol.dispose]();
            inside = inside.filter(other => other !== gone);
            expected = expected.filter(other => other !== gone?.number);
          } else {
            const stopped = waiting[each.which % waiting.length];
            stopped?.stop.abort();
            waiting = waiting.filter(other => other !== stopped);
          }
          const entering = waiting.splice(0, 2 - expected.length);
          expected.push(...entering.map(guest => guest.number));
          await turn();
          assert.deepEqual(inside.map(guest => guest.number).toSorted(), expected.toSorted());
        }
      }),
      { numRuns: 200 },
    );
  });
});
