import assert from 'node:assert/strict';
import { changesBetween } from './changes.ts';
import { previewLines } from './preview-lines.ts';

function preview(before: string, after: string) {
  const [change] = changesBetween(before, after);
  assert.ok(change);
  const { removed, added } = previewLines(change);
  return { removed, added: added.map(({ line, text }) => `${line} ${text}`) };
}

describe('a change shown over the text that it is not made in', () => {
  it('has each new line beside the one that it replaces', () => {
    assert.deepEqual(preview('a\n  b\n  c\nd\n', 'a\n  x\n  y\nd\n'), {
      removed: [1, 2],
      added: ['1 → x', '2 → y'],
    });
  });

  it('has what is left over at the last of them', () => {
    assert.deepEqual(preview('a\nb\nc\n', 'a\nx\ny\nz\nc\n'), { removed: [1], added: ['1 → x ⏎ y ⏎ z'] });
    assert.deepEqual(preview('a\nb\nc\nd\n', 'a\nx\nd\n'), { removed: [1, 2], added: ['1 → x'] });
  });

  it('has an insertion at the end of the line before, cut where it is long', () => {
    assert.deepEqual(preview('a\nb\n', 'a\n1\n2\n3\n4\n5\nb\n'), {
      removed: [],
      added: ['0 ⏎ 1 ⏎ 2 ⏎ 3 … +2'],
    });
    assert.deepEqual(preview('a\n', 'x\na\n').added, ['0 ⏎ x']);
    assert.equal(preview('a\n', `a\n${'x'.repeat(1000)}\n`).added[0]?.length, 165);
  });

  it('keeps apart what unchanged lines keep apart', () => {
    assert.deepEqual(preview('a\nb\nc\n', 'x\nb\nz\n'), { removed: [0, 2], added: ['0 → x', '2 → z'] });
  });

  it('lets nothing hide in it', () => {
    assert.ok(!preview('a\n', 'a\u202Eb\n').added[0]?.includes('\u202E'));
  });
});
