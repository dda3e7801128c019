import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Gate } from './gate.ts';

describe('a gate', () => {
  it('lets so many in at a time, in their order, and loses nobody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        async (most, stays) => {
          const gate = new Gate(most);
          const came: number[] = [];
          await Promise.all(
            stays.map(async (stay, number) => {
              using _inside = await gate.enter();
              came.push(number);
              assert.ok(gate.inside <= most);
              for (let turn = 0; turn < stay; turn++) await Promise.resolve();
            }),
          );
          assert.deepEqual(came, [...stays.keys()]);
          assert.deepEqual([gate.inside, gate.waiting], [0, 0]);
        },
      ),
    );
  });
});
