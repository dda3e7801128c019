import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { capturedValue } from './captured.ts';
import { isSame, isSamePlace } from './expected.ts';
import { javascriptSource } from './javascript/source.ts';
import { pythonSource } from './python/source.ts';
import { capturedPythonValue, parseRepr } from './python-repr.ts';
import { redact } from './redact.ts';
import type { Value } from './value.ts';

const style = { quote: "'", indent: '  ' } as const;
const python = (value: Value) => pythonSource(value, style, name => name);
const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

describe('values a JavaScript client captured', () => {
  it('come back from the source that is written for them', () => {
    const data = fc
      .jsonValue({ noUnicodeString: false })
      .filter(
        value => !/[<[]|\*\*\*|…|\.\.\./.test(JSON.stringify(value).slice(1)) || typeof value === 'number',
      );
    fc.assert(
      fc.property(data, fc.constantFrom("'" as const, '"' as const), (value, quote) => {
        const source = javascriptSource(capturedValue(value), { quote, indent: '  ' });
        assert.deepEqual(plain(runInNewContext(`(${source})`)), plain(value));
      }),
    );
  });

  it('keep any text within one line and one literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const source = javascriptSource({ kind: 'literal', value: text }, style) ?? '';
        assert.equal(runInNewContext(source), text);
        assert.doesNotMatch(source, /[\n\r\u2028\u2029\u202e]/);
      }),
    );
  });

  it('are not taken for what every object has', () => {
    assert.equal(
      javascriptSource(capturedValue(['toString', '__proto__']), style),
      "['toString', '__proto__']",
    );
  });

  it('have holes where they were cut off', () => {
    const value = capturedValue({ a: '<undefined>', b: '[Object]', c: '<ServerResponse>', d: '[Array]' });
    assert.equal(javascriptSource(value, style), '{ a: undefined }');
    assert.equal(javascriptSource(capturedValue(['[Object]', '[Array]']), style), '[{}, []]');
    assert.equal(javascriptSource(capturedValue(['<Map>']), style), undefined);
  });
});

describe('values a Python client captured', () => {
  it('are read from what repr writes', () => {
    const same = [
      ...["'a'", '-1.5e3', 'None', 'True', '[1, (2,), ()]', "{'a': {1, 2}, 3: []}", "b'\\x00a'", 'set()'],
      ...["Decimal('1.10')", "Entry(date='x', amount=3)", 'datetime.date(2026, 1, 2)', "float('-inf')"],
    ];
    for (const text of same) assert.equal(python(parseRepr(text)), text);
    assert.equal(python(parseRepr('<Colour.RED: 1>')), 'Colour.RED');
    assert.equal(python(parseRepr('-inf')), "float('-inf')");
    assert.equal(python(parseRepr('frozenset({1})')), '{1}');
  });

  it('are holes when they are none', () => {
    for (const text of [
      '<Cart object at 0x7f>',
      '[1, 2, ...',
      "'abc",
      'x',
      'f(',
      '{1: 2, 3}',
      '',
      '1 2',
      "<class 'int'>",
    ]) {
      assert.equal(parseRepr(text).kind, 'hole', text);
    }
  });

  it('never make reading throw', () => {
    fc.assert(fc.property(fc.string(), text => void parseRepr(text)));
    assert.equal(parseRepr('['.repeat(100_000)).kind, 'hole');
  });

  it('survive being written and read again', () => {
    const { value } = fc.letrec<{ value: Value }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc
          .oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null))
          .map(value => ({ kind: 'literal', value }) as const),
        fc.integer().map(number => ({ kind: 'number', text: String(number) }) as const),
        fc.array(tie('value'), { maxLength: 4 }).map(items => ({ kind: 'list', items }) as const),
        fc
          .array(tie('value'), { minLength: 2, maxLength: 4 })
          .map(items => ({ kind: 'tuple', items }) as const),
        fc
          .array(
            fc.tuple(
              fc.string().map(text => ({ kind: 'literal', value: text }) as const),
              tie('value'),
            ),
            { maxLength: 3 },
          )
          .map(entries => ({ kind: 'record', entries }) as const),
      ),
    }));
    fc.assert(
      fc.property(value, made => {
        const source = python(made);
        assert.ok(source !== undefined);
        assert.deepEqual(parseRepr(source), made);
      }),
    );
  });

  it('are read out of JSON whose leaves are reprs', () => {
    const value = capturedPythonValue({ "'name'": "'Ada'", ids: ['1', 'None'] });
    assert.equal(python(value), "{'name': 'Ada', 'ids': [1, None]}");
  });
});

describe('what is written into a test', () => {
  it('holds no secrets and no addresses of people', () => {
    const value = capturedValue({
      password: 'hunter2',
      user: { mail: 'ada.l@corp.io', apiKey: 'abc' },
      note: 'Bearer abcdefghijklmnop',
      name: 'Ada',
    });
    assert.equal(
      javascriptSource(redact(value), { ...style, indent: '' })?.replace(/\n/g, ' '),
      "{ password: 'redacted', user: { mail: 'someone@example.com', apiKey: 'redacted' }, note: 'redacted', name: 'Ada', }",
    );
  });
});

describe('the same exception', () => {
  const place = { file: 'src/a.js', line: 3, function: 'total' };
  const frames = [{ file: 'src/a.js', line: 3, function: 'total' }];
  const same = (type: string, expected: string, seen: string) =>
    isSame({ type, message: expected, place }, { type, message: seen, frames });

  it('may speak of other data but not of other code', () => {
    assert.ok(same('RangeError', 'No row 17 in "a"', 'No row 4 in "b"'));
    assert.ok(same('KeyError', "'abc'", "'redacted'"));
    assert.ok(!same('TypeError', "reading 'lines'", "reading 'total'"));
    assert.ok(!same('Error', 'connection refused by the server', 'file is not there'));
  });

  it('has the same message to the letter where the input is made up', () => {
    const expected = { type: 'KeyError', message: "'total'", place, exactMessage: true };
    assert.ok(isSame(expected, { type: 'KeyError', message: "'total'", frames }));
    assert.ok(!isSame(expected, { type: 'KeyError', message: "''", frames }));
  });

  it('is raised in the same file', () => {
    const seen = { type: 'Error', message: 'x', frames: [{ file: 'src/b.js', line: 3 }] };
    assert.ok(!isSame({ type: 'Error', message: 'x', place }, seen));
    assert.ok(isSamePlace({ type: 'Error', message: 'x' }, seen));
    const library = { ...seen, frames: [{ file: 'node_modules/x/y.js', line: 1 }, ...frames] };
    assert.ok(isSame({ type: 'pkg.Error', message: 'x', place }, library));
  });
});
