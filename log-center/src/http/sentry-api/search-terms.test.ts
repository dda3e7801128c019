import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { RequestError } from '../problem.ts';
import { readSearch } from './search-terms.ts';

describe('a search in the syntax of Sentry', () => {
  it('is terms with a key, a list of values or a negation, and text', () => {
    assert.deepEqual(
      readSearch('is:unresolved !level:[info, "debug"] title:"a \\"b\\" c" plain "two words"'),
      [
        { key: 'is', isNegated: false, values: ['unresolved'] },
        { key: 'level', isNegated: true, values: ['info', 'debug'] },
        { key: 'title', isNegated: false, values: ['a "b" c'] },
        { key: '', isNegated: false, values: ['plain'] },
        { key: '', isNegated: false, values: ['two words'] },
      ],
    );
    assert.deepEqual(readSearch('  '), []);
    assert.deepEqual(readSearch('release:shop@1.2:3'), [
      { key: 'release', isNegated: false, values: ['shop@1.2:3'] },
    ]);
  });

  it('takes what is not closed as text', () => {
    assert.deepEqual(
      readSearch('"open title:[a key:').map(({ key, values }) => [key, ...values]),
      [
        ['', '"open'],
        ['', 'title:[a'],
        ['', 'key:'],
      ],
    );
  });

  it('gives every text back that it quotes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), text => {
        const quoted = `title:"${text.replace(/[\\"]/g, '\\$&')}"`;
        assert.deepEqual(readSearch(quoted), [{ key: 'title', isNegated: false, values: [text] }]);
      }),
    );
  });

  it('is read in no time, whatever it is, and refused when it is too long', () => {
    for (const part of ['"', '\\"', 'a:[', 'a', 'a:"\\', '!']) {
      const hostile = part.repeat(Math.floor(1000 / part.length));
      assert.ok(effortOf(() => readSearch(hostile)) < 500, part);
    }
    assert.throws(() => readSearch('a'.repeat(1001)), RequestError);
  });
});
