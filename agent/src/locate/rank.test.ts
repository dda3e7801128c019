import assert from 'node:assert/strict';
import type { Frame } from '@errata/protocol/event';
import type { MappedFrame } from './map-frames.ts';
import { rankFrames, symbolOf, throwsOnPurpose } from './rank.ts';
import { scratchEvent } from './scratch-event.ts';

function rank(frames: (Partial<Frame> & { file: string; line: number })[], type = 'TypeError') {
  const event = scratchEvent(frames, { type });
  const mapped = (event.exceptions[0]?.frames ?? []).map(
    (frame, index): MappedFrame => ({
      index,
      frame,
      file: frame.file,
      line: frame.line ?? 1,
      releaseFile: frame.file,
      releaseLine: frame.line ?? 1,
      mapping: 'exact',
      reasons: [],
      text: frame.contextLine,
      symbol: undefined,
      score: 1,
      candidates: [],
    }),
  );
  return rankFrames(event, { release: undefined, frames: mapped, unmapped: [] });
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
    ]) {
      assert.equal(throwsOnPurpose(line), true, line);
    }
    for (const line of ['throwError = 1', 'return raise_it', 'const x = a.b', 'catch (e) {', 'fraise()']) {
      assert.equal(throwsOnPurpose(line), false, line);
    }
    assert.equal(symbolOf('async Cart.total [as sum]'), 'Cart.total');
    assert.equal(symbolOf('Object.<anonymous>'), undefined);
  });
});
