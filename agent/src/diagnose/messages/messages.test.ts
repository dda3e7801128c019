import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readJavaScript } from './javascript.ts';
import { readPython } from './python.ts';

describe('messages of JavaScript engines', () => {
  const table: [string, string, object][] = [
    [
      'TypeError',
      "Cannot read properties of null (reading 'a')",
      { kind: 'nothing', what: 'null', action: 'read', property: 'a' },
    ],
    [
      'TypeError',
      "Cannot read property 'a' of undefined",
      { kind: 'nothing', what: 'undefined', action: 'read', property: 'a' },
    ],
    [
      'TypeError',
      "Cannot set properties of undefined (setting 'a')",
      { kind: 'nothing', what: 'undefined', action: 'write', property: 'a' },
    ],
    [
      'TypeError',
      "undefined is not an object (evaluating 'a.b.c')",
      { kind: 'nothing', what: 'undefined', action: 'read', property: 'c' },
    ],
    [
      'TypeError',
      'undefined is not iterable (cannot read property Symbol(Symbol.iterator))',
      { kind: 'nothing', what: 'undefined', action: 'iterate' },
    ],
    ['TypeError', 'a.b.map is not a function', { kind: 'not-callable', text: 'a.b.map', property: 'map' }],
    [
      'TypeError',
      '(intermediate value).x is not a function',
      { kind: 'not-callable', text: '(intermediate value).x', property: 'x' },
    ],
    ['TypeError', 'rows is not iterable', { kind: 'not-iterable', text: 'rows' }],
    [
      'TypeError',
      'Cannot convert undefined or null to object',
      { kind: 'nothing', what: 'undefined', action: 'convert' },
    ],
    ['ReferenceError', 'x is not defined', { kind: 'name', name: 'x', reason: 'undefined' }],
    ['RangeError', 'Invalid count value: -1', { kind: 'length', value: '-1' }],
    ['RangeError', 'Maximum call stack size exceeded', { kind: 'recursion' }],
    ['SyntaxError', '"undefined" is not valid JSON', { kind: 'json', seen: 'undefined' }],
    ['SyntaxError', 'Unexpected end of JSON input', { kind: 'json', seen: 'empty' }],
    ['SyntaxError', 'Unexpected token o in JSON at position 1', { kind: 'json', seen: 'object' }],
    ['SyntaxError', 'Unexpected token < in JSON at position 0', { kind: 'json' }],
    [
      'TypeError',
      'pairs is not a function or its return value is not iterable',
      { kind: 'not-iterable', text: 'pairs' },
    ],
    ['NotFoundError', 'x is not a function', { kind: 'other' }],
  ];
  for (const [type, message, expected] of table) {
    it(message, () => assert.deepEqual(readJavaScript(type, message), expected));
  }
});

describe('messages of CPython', () => {
  const table: [string, string, object][] = [
    [
      'AttributeError',
      "'NoneType' object has no attribute 'a'",
      { kind: 'nothing', what: 'None', action: 'read', property: 'a' },
    ],
    [
      'AttributeError',
      "'Order' object has no attribute 'a'. Did you mean: 'b'?",
      { kind: 'missing-attribute', type: 'Order', property: 'a' },
    ],
    [
      'AttributeError',
      "'str' object has no attribute 'append'",
      { kind: 'wrong-type', type: 'str', property: 'append' },
    ],
    [
      'TypeError',
      "'NoneType' object is not subscriptable",
      { kind: 'nothing', what: 'None', action: 'read' },
    ],
    [
      'TypeError',
      "unsupported operand type(s) for +: 'int' and 'NoneType'",
      { kind: 'nothing', what: 'None', action: 'operate', operator: '+', side: 'right' },
    ],
    ['TypeError', "unhashable type: 'list'", { kind: 'wrong-type', type: 'list', callee: 'hash' }],
    [
      'TypeError',
      "'<' not supported between instances of 'str' and 'int'",
      { kind: 'wrong-type', type: 'int', operator: '<' },
    ],
    [
      'TypeError',
      'cannot unpack non-iterable NoneType object',
      { kind: 'nothing', what: 'None', action: 'destructure' },
    ],
    [
      'TypeError',
      "f() missing 1 required positional argument: 'x'",
      { kind: 'arguments', callee: 'f', missing: ['x'] },
    ],
    ['KeyError', "'total'", { kind: 'missing-key', key: 'total' }],
    ['KeyError', '3', { kind: 'missing-key', key: '3' }],
    ['IndexError', 'list index out of range', { kind: 'index', sequence: 'list' }],
    ['IndexError', 'pop from empty list', { kind: 'empty', callee: 'pop' }],
    ['ValueError', 'max() iterable argument is empty', { kind: 'empty', callee: 'max' }],
    [
      'ValueError',
      "invalid literal for int() with base 10: ''",
      { kind: 'conversion', callee: 'int', text: '' },
    ],
    [
      'ValueError',
      'not enough values to unpack (expected 2, got 1)',
      { kind: 'unpack', expected: 2, got: 1 },
    ],
    [
      'statistics.StatisticsError',
      'mean requires at least one data point',
      { kind: 'empty', callee: 'mean' },
    ],
    ['ZeroDivisionError', 'float division by zero', { kind: 'division' }],
    [
      'UnboundLocalError',
      "cannot access local variable 'x' where it is not associated with a value",
      { kind: 'name', name: 'x', reason: 'unassigned' },
    ],
    ['shop.StockError', 'no', { kind: 'other' }],
  ];
  for (const [type, message, expected] of table) {
    it(`${type}: ${message}`, () => assert.deepEqual(readPython(type, message), expected));
  }
});

describe('messages', () => {
  it('are strange texts at times, and always give a complaint', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('TypeError', 'KeyError', 'ValueError', 'x'),
        fc.string(),
        (type, message) => {
          assert.ok(readJavaScript(type, message).kind);
          assert.ok(readPython(type, message).kind);
        },
      ),
    ));
});
