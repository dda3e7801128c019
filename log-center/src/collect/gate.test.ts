import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Gate } from './gate.ts';

describe('a gate', () => {
  it('lets in so much at a time, in its order, and loses nobody', async () => {
    const visitor = fc.record({
      weight: fc.integer({ min: 0, max: 6 }),
      stay: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(visitor, { maxLength: 20 }),
        async (most, visitors) => {
          const gate = new Gate(most);
          const came: number[] = [];
          let inside: number[] = [];
          await Promise.all(
            visitors.map(async ({ weight, stay }, number) => {
              using _place = await gate.enter(weight);
              came.push(number);
              inside.push(weight);
              const sum = inside.reduce((a, b) => a + b, 0);
              assert.ok(sum <= most || inside.length === 1, `${inside}`);
              for (let turn = 0; turn < stay; turn++) await Promise.resolve();
              inside = inside.toSpliced(inside.indexOf(weight), 1);
            }),
          );
          assert.deepEqual(came, [...visitors.keys()]);
          assert.deepEqual([gate.inside, gate.waiting], [0, 0]);
        },
      ),
    );
  });
});
