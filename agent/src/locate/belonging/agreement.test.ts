import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agreement } from './agreement.ts';

const lines = ['function total(cart) {', '  const sum = cart.items.length;', '  }', '  return sum;', '}'];
const frame = { file: 'a.js', inApp: true };
const at = (line: number, named?: ReadonlySet<string>) => ({ line, generated: false, named });

describe('what a text says of a frame', () => {
  it('is yes where the quoted line stands, by as many lines as say something', () => {
    const [before = '', quoted = '', end = '', after = ''] = lines;
    const around = {
      ...frame,
      contextLine: quoted,
      preContext: [before],
      postContext: [end, after, 'another();'],
    };
    assert.deepEqual(agreement(around, lines, at(2)), { says: 0.75, lines: 3 });
    const alone = { ...frame, contextLine: quoted };
    assert.deepEqual(agreement(alone, lines, at(2)), { says: 0.75, lines: 1 });
    assert.deepEqual(agreement({ ...alone, function: 'total' }, lines, at(2)), { says: 1, lines: 1 });
    assert.deepEqual(agreement({ ...frame, contextLine: `${quoted} // x` }, lines, at(2)), {
      says: -1,
      lines: 0,
    });
    assert.deepEqual(agreement({ ...frame, contextLine: '  }' }, lines, at(3)), { says: 0, lines: 0 });
  });

  it('goes by the function and the names in the message where nothing is quoted', () => {
    const total = { ...frame, function: 'total' };
    assert.deepEqual(agreement(total, lines, at(2)), { says: 0.75, lines: 0 });
    assert.deepEqual(agreement(total, lines, at(2, new Set(['length']))), { says: 1, lines: 1 });
    assert.deepEqual(agreement(total, lines, at(2, new Set(['price']))), { says: 0.75, lines: 0 });
    assert.deepEqual(agreement({ ...frame, function: 'pay' }, lines, at(2)), { says: -0.5, lines: 0 });
    assert.deepEqual(agreement(frame, lines, at(2)), { says: 0, lines: 0 });
  });

  it('holds nothing against a source that was compiled', () => {
    const compiled = { ...frame, function: 't', contextLine: 'var t=e.items.length' };
    assert.deepEqual(agreement(compiled, lines, { line: 2, generated: true }), { says: 0, lines: 0 });
  });

  it('is never more than the frame quotes, whatever that is', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(...lines), fc.string({ unit: 'grapheme' }));
    const texts = fc.array(text, { maxLength: 8 });
    const anyFrame = fc.record(
      { function: text, contextLine: text, preContext: texts, postContext: texts },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        anyFrame,
        texts,
        fc.integer({ min: -2, max: 12 }),
        fc.boolean(),
        (given, rows, line, generated) => {
          const found = agreement({ ...frame, ...given }, rows, {
            line,
            generated,
            named: new Set(['items']),
          });
          const quoted = 1 + (given.preContext?.length ?? 0) + (given.postContext?.length ?? 0);
          assert.ok(found.says >= -1 && found.says <= 1 && found.lines >= 0 && found.lines <= quoted);
          assert.ok(found.lines === 0 || found.says > 0);
        },
      ),
    );
  });
});
