import assert from 'node:assert/strict';
import { Eventually } from './eventually.ts';

describe('what takes its time', () => {
  it('is made once for a key, and what was known holds until the next is there', async () => {
    const fact = new Eventually<string>();
    let made = 0;
    const make = async () => `${++made}`;
    const first = fact.want('a', make);
    void fact.want('a', make);
    assert.deepEqual([fact.value, fact.isPending], [undefined, true]);
    await first;
    assert.deepEqual([fact.value, fact.isPending], ['1', false]);
    const second = fact.want('b', make);
    assert.deepEqual([fact.value, fact.isPending], ['1', true]);
    await second;
    await fact.want('b', make);
    assert.deepEqual([fact.value, made], ['2', 2]);
  });

  it('is tried again when it failed, and late answers to old questions do not count', async () => {
    const fact = new Eventually<string>();
    await fact.want('a', () => Promise.reject(new Error('gone')));
    assert.deepEqual([fact.value, fact.isPending], [undefined, false]);
    const late = Promise.withResolvers<string>();
    const former = fact.want('a', () => late.promise);
    await fact.want('b', async () => 'new');
    late.resolve('old');
    await former;
    assert.deepEqual([fact.value, fact.isPending], ['new', false]);
  });
});
