import assert from 'node:assert/strict';
import { Undo } from './undo.ts';

describe('Undo', () => {
  it('undoes the last first, and all of it whatever goes wrong', async () => {
    const done: string[] = [];
    const undo = new Undo();
    undo.defer(() => void done.push('first'));
    undo.defer(() => Promise.reject(new Error('second')));
    undo.use({ [Symbol.asyncDispose]: async () => void done.push('third') });
    await assert.rejects(undo[Symbol.asyncDispose](), /^Error: second$/);
    assert.deepEqual(done, ['third', 'first']);
    await undo[Symbol.asyncDispose]();
    assert.deepEqual(done, ['third', 'first']);
  });

  it('undoes nothing that was handed over', async () => {
    const done: string[] = [];
    const undo = new Undo();
    undo.defer(() => void done.push('once'));
    const moved = undo.move();
    await undo[Symbol.asyncDispose]();
    assert.deepEqual(done, []);
    await moved[Symbol.asyncDispose]();
    assert.deepEqual(done, ['once']);
  });
});
