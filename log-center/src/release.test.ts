import assert from 'node:assert/strict';
import { release } from './release.ts';

describe('release', () => {
  it('gives back what is nobody else’s', () => {
    const bytes = new Uint8Array(10_000);
    release(bytes);
    assert.equal(bytes.length, 0);
  });

  it('leaves alone what others may look into', () => {
    const memory = new ArrayBuffer(10_000);
    const other = new Uint8Array(memory, 0, 5000);
    release(new Uint8Array(memory, 0, 9999));
    release(new Uint8Array(memory, 1));
    assert.equal(other.length, 5000);
    const shared = new Uint8Array(new SharedArrayBuffer(10));
    release(shared);
    assert.equal(shared.length, 10);
  });

  it('may be asked twice', () => {
    const bytes = new Uint8Array(10);
    release(bytes);
    release(bytes);
    assert.equal(bytes.length, 0);
  });
});
