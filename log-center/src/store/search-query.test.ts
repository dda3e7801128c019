import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SearchError } from './search-error.ts';
import { parseSearch, type SearchTerm } from './search-query.ts';
import { tokensOf } from './search-tokens.ts';

const now = new Date('2026-06-15T12:00:00.000Z');

function parse(query: string): SearchTerm[] {
  return parseSearch(query, now);
}

function text(...words: string[]): SearchTerm {
  return { kind: 'text', column: undefined, words, isPrefix: false, negated: false };
}

function values(
  field: 'status' | 'level' | 'release' | 'environment' | 'id',
  ...texts: string[]
): SearchTerm {
  const anyOf = texts.map(text => ({ text, isPrefix: false }));
  return { kind: 'value', field, anyOf, negated: false };
}

describe('a search', () => {
  it('reads keys and values, whatever the case', () => {
    assert.deepEqual(parse('status:new STATUS:Pending-Review'), [values('status', 'NEW', 'PENDING_REVIEW')]);
    assert.deepEqual(parse('level:ERROR level:warn'), [values('level', 'error', 'warning')]);
    assert.deepEqual(parse('is:resolved env:"my prod"'), [
      values('status', 'MERGED', 'DEPLOYED'),
      values('environment', 'my prod'),
    ]);
    assert.deepEqual(parse('id:shop-12 release:shop@1.2+3'), [
      values('id', 'SHOP-12'),
      values('release', 'shop@1.2+3'),
    ]);
    const [term] = parse('!release:1.*');
    assert.deepEqual(term, {
      kind: 'value',
      field: 'release',
      anyOf: [{ text: '1.', isPrefix: true }],
      negated: true,
    });
  });

  it('takes a status and a state together, not one of them', () => {
    assert.equal(parse('is:unresolved status:new').length, 2);
  });

  it('takes everything else as words', () => {
    assert.deepEqual(parse('cannot read'), [text('cannot'), text('read')]);
    assert.deepEqual(parse('"cannot read"'), [text('cannot', 'read')]);
    assert.deepEqual(parse('user:"a b" http://x/y'), [
      text('user'),
      text('a', 'b'),
      text('http'),
      text('x', 'y'),
    ]);
    assert.deepEqual(parse('status: 500'), [text('status'), text('500')]);
    assert.deepEqual(parse('TypeError: x.y is not'), [
      text('type', 'error'),
      text('x', 'y'),
      text('is'),
      text('not'),
    ]);
    assert.deepEqual(parse('"open'), [text('open')]);
    assert.deepEqual(parse(' ! " :: * "" '), []);
  });

  it('knows numbers and times', () => {
    const of = (query: string) =>
      parse(query).flatMap(term => ('all' in term ? [[term.field, ...term.all]] : []));
    assert.deepEqual(of('count:>10 times:5 users:<=3'), [
      ['count', { operator: '>', value: 10 }],
      ['count', { operator: '=', value: 5 }],
      ['users', { operator: '<=', value: 3 }],
    ]);
    assert.deepEqual(of('firstSeen:>2026-01-01 first_seen:>=2026-01-01T10:00+02:00 lastSeen:2026-01-01'), [
      ['firstSeen', { operator: '>=', value: '2026-01-02T00:00:00.000Z' }],
      ['firstSeen', { operator: '>=', value: '2026-01-01T08:00:00.000Z' }],
      [
        'lastSeen',
        { operator: '>=', value: '2026-01-01T00:00:00.000Z' },
        { operator: '<', value: '2026-01-02T00:00:00.000Z' },
      ],
    ]);
    assert.deepEqual(of('lastSeen:-24h age:>7d age:<1h'), [
      ['lastSeen', { operator: '>=', value: '2026-06-14T12:00:00.000Z' }],
      ['firstSeen', { operator: '<', value: '2026-06-08T12:00:00.000Z' }],
      ['firstSeen', { operator: '>', value: '2026-06-15T11:00:00.000Z' }],
    ]);
  });

  it('says what a value should have been', () => {
    for (const query of [
      'count:abc',
      'status:old',
      'is:x',
      'level:bad',
      'lastSeen:soon',
      'age:5',
      'users:>',
      'firstSeen:2026-99-99',
    ]) {
      assert.throws(
        () => parse(query),
        { name: 'SearchError', reason: 'bad-query', message: /takes .*, not / },
        query,
      );
    }
  });

  it('throws nothing else, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'status:',
        '!',
        '"',
        '\\',
        'count:',
        '>',
        '-9d',
        '*',
        'age:',
        ' ',
        '9999-12-31',
        '購物',
        'ǅ',
      ),
      fc.string(),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        try {
          parse(pieces.join(''));
        } catch (error) {
          assert.ok(error instanceof SearchError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads a megabyte of anything in no time', () => {
    const seeds = [
      '"',
      '\\"',
      '!',
      'a:',
      'a.',
      'ab ',
      '"a" ',
      'status:new ',
      ' ',
      '*',
      'aA',
      '\\',
      '購',
      '́',
      'count:1',
    ];
    for (const seed of seeds) {
      const hostile = seed.repeat(2 ** 20 / seed.length);
      const times = [1, 2, 3].map(() => {
        const begin = performance.now();
        try {
          parse(hostile);
        } catch (error) {
          assert.ok(error instanceof SearchError);
        }
        return performance.now() - begin;
      });
      assert.ok(Math.min(...times) < 500, `${JSON.stringify(seed)}: ${times} ms`);
    }
  });
});

describe('words', () => {
  it('are found in names, whatever they are joined by', () => {
    assert.deepEqual(tokensOf('ShoppingCart.totalPrice'), {
      parts: ['shopping', 'cart', 'total', 'price'],
      compounds: ['shoppingcart', 'totalprice'],
    });
    assert.deepEqual(tokensOf('get_HTTPServer2Url /src/été.ts').parts, [
      'get',
      'http',
      'server2',
      'url',
      'src',
      'ete',
      'ts',
    ]);
    assert.deepEqual(tokensOf('购物车 error').parts, ['购', '物', '车', 'error']);
    assert.deepEqual(tokensOf('___ -- \0').parts, []);
  });
});
