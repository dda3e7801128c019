import assert from 'node:assert/strict';
import fc from 'fast-check';
import { effortOf } from '../testing/effort.ts';
import { mostText, trimmedJson } from './trim.ts';

describe('trimmedJson', () => {
  it('gives what is in bounds back as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        assert.equal(trimmedJson(value), value);
      }),
    );
  });

  it('cuts long texts and replaces what no database takes', () => {
    const trimmed = trimmedJson({ long: 'x'.repeat(mostText + 5), 'a\0b': ['c\0\ud800', 'fine'] });
    assert.deepEqual(trimmed, {
      long: `${'x'.repeat(mostText - 1)}…`,
      'a\ufffdb': ['c\ufffd\ufffd', 'fine'],
    });
  });

  it('never cuts a character in two', () => {
    const text = trimmedJson(`${'x'.repeat(mostText - 2)}😀😀`);
    assert.equal(typeof text === 'string' && text.isWellFormed(), true);
  });

  it('leaves out what is nested too deep to be written as JSON again', () => {
    for (const part of ['[', '{"a":']) {
      const deep: unknown = JSON.parse(
        `${part.repeat(100_000)}1${(part === '[' ? ']' : '}').repeat(100_000)}`,
      );
      const text = JSON.stringify(trimmedJson({ deep, beside: 1 }));
      assert.ok(text.length < 1000 && text.includes('…'));
      assert.ok(text.includes('"beside":1'));
    }
  });

  it('keeps a member that is called like the prototype', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":"\\u0000"}}');
    assert.equal(JSON.stringify(trimmedJson(value)), '{"__proto__":{"a":"\ufffd"}}');
  });

  it('is done with a megabyte in no time', () => {
    for (const json of [
      `[${'[1],'.repeat(262_000)}1]`,
      `["${'\\u0000'.repeat(170_000)}"]`,
      `[${'"\\ud800",'.repeat(100_000)}1]`,
    ]) {
      const value: unknown = JSON.parse(json);
      const effort = effortOf(() => trimmedJson(value));
      assert.ok(effort < 500, `${json.slice(0, 20)}: ${effort} ms`);
    }
  });
});
