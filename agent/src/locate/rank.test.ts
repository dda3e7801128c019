import assert from 'node:assert/strict';
import type { Frame } from '@errata/protocol/event';
import { type FrameClue, type RankableFrame, rankFrames, symbolOf } from './rank.ts';
import { scratchEvent } from './scratch-event.ts';
import { namesCheck, throwsOnPurpose } from './thrown.ts';

function rank(
  frames: (Partial<Frame> & { file: string; line: number })[],
  type = 'TypeError',
  clues?: ReadonlyMap<number, FrameClue>,
) {
  const event = scratchEvent(frames, { type });
  const mapped = (event.exceptions[0]?.frames ?? []).map(
    (frame, index): RankableFrame => ({
      index,
      frame,
      file: frame.file,
      line: frame.line ?? 1,
      mapping: 'exact',
      text: frame.contextLine,
    }),
  );
  return rankFrames(event, { frames: mapped }, clues);
}

describe('rankFrames', () => {
  it('puts the crash first for errors of the runtime, own code before libraries', () => {
    const ranked = rank([
      { file: 'a', line: 1 },
      { file: 'b', line: 2, contextLine: '  return x.y;', function: 'Object.b' },
      { file: 'lib', line: 3, inApp: false },
    ]);
    assert.deepEqual(
      ranked.map(each => each.file),
      ['b', 'a', 'lib'],
    );
    assert.deepEqual([ranked[0]?.score, ranked[0]?.frame, ranked[0]?.symbol], [1, 1, 'b']);
  });

  it('puts the caller first when the crash line throws on purpose', () => {
    const ranked = rank([
      { file: 'a', line: 1 },
      { file: 'b', line: 2, contextLine: '  if (!x) throw new RangeError("x");' },
    ]);
    assert.deepEqual(
      ranked.map(each => each.file),
      ['a', 'b'],
    );
    const unseen = [
      { file: 'a', line: 1 },
      { file: 'b', line: 2 },
    ];
    assert.equal(rank(unseen, 'ValidationError')[0]?.file, 'a');
    assert.equal(rank(unseen)[0]?.file, 'b');
  });

  it('counts a recursion once', () => {
    const ranked = rank([
      { file: 'a', line: 1 },
      ...Array.from({ length: 50 }, (_, index) => ({ file: 'b', line: 2 + (index % 2) })),
    ]);
    assert.deepEqual(
      ranked.map(each => `${each.file}${each.line}`),
      ['b3', 'b2', 'a1'],
    );
  });

  it('moves on to the caller as far as the clues say, and puts tests last', () => {
    const clue = { test: false, shift: 0, weight: 1, reasons: [] };
    const clues = new Map<number, FrameClue>([
      [0, { ...clue, scope: 't', test: true }],
      [1, { ...clue, scope: 'a' }],
      [2, { ...clue, scope: 'b', shift: 1 }],
      [3, { ...clue, scope: 'c', shift: 1, reasons: ['because'] }],
    ]);
    const ranked = rank(
      ['t', 'a', 'b', 'c'].map(file => ({ file, line: 1 })),
      'TypeError',
      clues,
    );
    assert.deepEqual(
      ranked.map(each => each.file),
      ['a', 'c', 'b', 't'],
    );
    assert(ranked[1]?.reasons.includes('because'));
  });

  it('gives nothing for nothing', () => {
    assert.deepEqual(rank([]), []);
  });

  it('knows a throw when it sees one', () => {
    for (const line of [
      'throw e;',
      '    raise ValueError(x)',
      '} else throw x',
      'panic("no")',
      'assert x > 0',
      'this.name = Objects.requireNonNull(name);',
      'Preconditions.checkArgument(size > 0);',
      'ArgumentNullException.ThrowIfNull(order);',
      '    return fmt.Errorf("no %s", name)',
      'Guard.Against.Null(order);',
    ]) {
      assert.equal(throwsOnPurpose(line), true, line);
    }
    for (const line of ['throwError = 1', 'return raise_it', 'const x = a.b', 'catch (e) {', 'fraise()']) {
      assert.equal(throwsOnPurpose(line), false, line);
    }
    for (const name of ['requireNonNull', 'assert_valid', 'ensureOpen', 'check', 'validateInput'])
      assert.equal(namesCheck(name), true, name);
    for (const name of ['checkout', 'mustache', 'requirement', 'failure', 'parse'])
      assert.equal(namesCheck(name), false, name);
    assert.equal(symbolOf('async Cart.total [as sum]'), 'Cart.total');
    assert.equal(symbolOf('Object.<anonymous>'), undefined);
  });
});
