import assert from 'node:assert/strict';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import { frameNode } from './nodes.ts';

const diagnosis: Diagnosis = {
  cause: '',
  locations: [
    { file: 'src/a.ts', line: 7, score: 1, reasons: [], mapping: 'moved', frame: 2 },
    { file: 'src/b.ts', line: 9, score: 0.5, reasons: [], mapping: 'exact' },
  ],
  suspects: [],
  owners: [],
  unmapped: [{ file: '/app/gone.js', line: 3, reason: 'no file of that name in the repository' }],
  confidence: 1,
};

describe('a frame in the tree', () => {
  it('leads to its line in the checkout', () => {
    const node = frameNode(
      'SHOP-1',
      { index: 2, frame: { file: '/app/a.js', line: 5, inApp: true } },
      diagnosis,
      '/work/shop',
    );
    assert.deepEqual([node.mapped?.location.line, node.mapped?.repository], [7, '/work/shop']);
  });

  it('says why it leads nowhere', () => {
    const frame = { file: '/app/gone.js', line: 3, inApp: true };
    const node = frameNode('SHOP-1', { index: 0, frame }, diagnosis, '/work/shop');
    assert.equal(node.mapped, undefined);
    assert.equal(node.reason, 'no file of that name in the repository');
    assert.equal(
      frameNode('SHOP-1', { index: 0, frame: { ...frame, line: 4 } }, diagnosis, '/work/shop').reason,
      undefined,
    );
    assert.deepEqual(frameNode('SHOP-1', { index: 0, frame }, undefined, undefined), {
      kind: 'frame',
      issue: 'SHOP-1',
      frame,
      index: 0,
    });
  });
});
