import assert from 'node:assert/strict';
import fc from 'fast-check';
import { effortOf } from '../testing/effort.ts';
import { parseSentJson } from './json.ts';

describe('parseSentJson', () => {
  it('takes the numbers that are none for null, outside of strings only', () => {
    assert.deepEqual(
      parseSentJson('{"a":NaN,"b":[Infinity,-Infinity,1],"c":"NaN \\"Infinity\\" \\\\","NaN":"x"}'),
      { a: null, b: [null, null, 1], c: 'NaN "Infinity" \\', NaN: 'x' },
    );
  });

  it('reads all JSON as it is and refuses the rest', () => {
    fc.assert(fc.property(fc.json(), json => assert.deepEqual(parseSentJson(json), JSON.parse(json))));
    for (const text of ['', 'NaNa', '{NaN}', '"NaN', '{"a":nan}']) {
      assert.throws(() => parseSentJson(text), SyntaxError, text);
    }
  });

  it('refuses what is nested deeper than anything that is meant', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}"${'['.repeat(200_000)}\\"["${']'.repeat(depth)}`;
    assert.ok(Array.isArray(parseSentJson(nested(900))));
    assert.throws(() => parseSentJson(nested(1100)), SyntaxError);
  });

  it('reads a megabyte of anything in no time', () => {
    const size = 1024 * 1024;
    for (const part of ['"', '\\"', '"\\', 'NaN', '-', '-NaN "', '[', '{"a":']) {
      const text = `NaN${part.repeat(size / part.length)}`;
      const effort = effortOf(() => assert.throws(() => parseSentJson(text), SyntaxError));
      assert.ok(effort < 500, `${part}: ${effort} ms`);
    }
  });
});
