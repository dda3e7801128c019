import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readJavaScript } from './javascript.ts';
import { readPython } from './python.ts';
import { readMessage } from './read.ts';

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
    ['RangeError', 'Invalid count value', { kind: 'length' }],
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
    [
      'TypeError',
      "Cannot call method 'go' of undefined",
      { kind: 'nothing', what: 'undefined', action: 'read', property: 'go' },
    ],
    ['TypeError', "Object a/b has no method 'go'", { kind: 'not-callable', text: '.go', property: 'go' }],
    // Firefox and Safari.
    ['TypeError', 'a.b is undefined', { kind: 'nothing', what: 'undefined', action: 'read', text: 'a.b' }],
    [
      'TypeError',
      "null is not an object (evaluating 'list.items[0].name')",
      { kind: 'nothing', what: 'null', action: 'read', property: 'name' },
    ],
    [
      'TypeError',
      "o.go is not a function. (In 'o.go(1)', 'o.go' is undefined)",
      { kind: 'not-callable', text: 'o.go', property: 'go' },
    ],
    ['ReferenceError', "Can't find variable: x", { kind: 'name', name: 'x', reason: 'undefined' }],
    ['SyntaxError', 'JSON Parse error: Unexpected EOF', { kind: 'json', seen: 'empty' }],
    ['SyntaxError', 'JSON.parse: unexpected character at line 1', { kind: 'json' }],
    [
      'TypeError',
      "Cannot assign to read only property 'x' of object",
      { kind: 'state', what: 'cannot be changed' },
    ],
    [
      'TypeError',
      'The "path" argument must be of type string or an instance of Buffer. Received undefined',
      { kind: 'nothing', what: 'undefined', action: 'hand-over', property: 'path' },
    ],
    [
      'TypeError',
      'The "data" argument must be of type string. Received an instance of Order',
      { kind: 'wrong-type', type: 'Order', callee: 'argument', property: 'data' },
    ],
    [
      'TypeError',
      'The "cb" argument must be of type function. Received type number (5)',
      { kind: 'wrong-type', type: 'number', callee: 'argument', property: 'cb' },
    ],
    [
      'TypeError',
      'Property description must be an object: undefined',
      { kind: 'nothing', what: 'undefined', action: 'hand-over', property: 'descriptor' },
    ],
    [
      'TypeError',
      'Cannot mix BigInt and other types, use explicit conversions',
      { kind: 'wrong-type', type: 'bigint', operator: 'any' },
    ],
    ['SyntaxError', 'Invalid regular expression: /a(/: Unterminated group', { kind: 'pattern' }],
    ['RangeError', 'Invalid time value', { kind: 'time' }],
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
    [
      'ValueError',
      "Unknown format code 'd' for object of type 'float'",
      { kind: 'wrong-type', type: 'float', callee: 'format' },
    ],
    ['TypeError', 'not all arguments converted during string formatting', { kind: 'format' }],
    ['TypeError', 'not enough arguments for format string', { kind: 'format' }],
    ['TypeError', "can't subtract offset-naive and offset-aware datetimes", { kind: 'mixed-times' }],
    [
      'ValueError',
      'I/O operation on closed file.',
      { kind: 'state', what: 'reads from what is closed already' },
    ],
    ['ValueError', 'math domain error', { kind: 'domain' }],
    ['ValueError', 'expected a positive input, got 0.0', { kind: 'domain' }],
    ['re.error', 'nothing to repeat at position 0', { kind: 'pattern' }],
  ];
  for (const [type, message, expected] of table) {
    it(`${type}: ${message}`, () => assert.deepEqual(readPython(type, message), expected));
  }
});

describe('messages of other runtimes', () => {
  const npe = 'java.lang.NullPointerException';
  const table: [Parameters<typeof readMessage>[0], string, string, object][] = [
    [
      'java',
      npe,
      'Cannot invoke "shop.Cart.total()" because "<local4>.cart" is null',
      { kind: 'nothing', what: 'null', action: 'read', property: 'total', text: 'cart' },
    ],
    [
      'java',
      npe,
      'Cannot invoke "String.length()" because the return value of "shop.Order.note(int)" is null',
      { kind: 'nothing', what: 'null', action: 'read', property: 'length', text: 'shop.Order.note()' },
    ],
    [
      'java',
      npe,
      'Cannot invoke "java.lang.Integer.intValue()" because the return value of "java.util.Map.get(Object)" is null',
      { kind: 'nothing', what: 'null', action: 'operate', text: 'java.util.Map.get()' },
    ],
    [
      'java',
      npe,
      'Cannot read the array length because "<local1>" is null',
      { kind: 'nothing', what: 'null', action: 'length' },
    ],
    [
      'java',
      npe,
      'Cannot load from object array because "this.rows" is null',
      { kind: 'nothing', what: 'null', action: 'read', text: 'this.rows' },
    ],
    ['java', npe, '', { kind: 'nothing', what: 'null', action: 'read' }],
    [
      'java',
      'ArrayIndexOutOfBoundsException',
      'Index 5 out of bounds for length 3',
      { kind: 'index', index: 5, length: 3 },
    ],
    [
      'java',
      'java.lang.StringIndexOutOfBoundsException',
      'String index out of range: -1',
      { kind: 'index', index: -1 },
    ],
    [
      'java',
      'java.lang.IndexOutOfBoundsException',
      'Index: 3, Size: 2',
      { kind: 'index', index: 3, length: 2 },
    ],
    [
      'java',
      'java.lang.ClassCastException',
      'class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and',
      { kind: 'wrong-type', type: 'String', callee: 'Integer' },
    ],
    [
      'java',
      'java.lang.NumberFormatException',
      'For input string: "1,5"',
      { kind: 'conversion', callee: '', text: '1,5' },
    ],
    ['java', 'java.util.NoSuchElementException', 'No value present', { kind: 'empty' }],
    ['java', 'java.util.ConcurrentModificationException', '', { kind: 'mutated' }],
    ['java', 'java.lang.ArithmeticException', '/ by zero', { kind: 'division' }],
    ['java', 'shop.StockException', 'no', { kind: 'other' }],
    [
      'go',
      'runtime.Error',
      'runtime error: invalid memory address or nil pointer dereference',
      { kind: 'nothing', what: 'nil', action: 'read' },
    ],
    [
      'go',
      'panic',
      'runtime error: index out of range [5] with length 3',
      { kind: 'index', index: 5, length: 3 },
    ],
    [
      'go',
      'panic',
      'runtime error: slice bounds out of range [:7] with capacity 4',
      { kind: 'index', index: 7, length: 4 },
    ],
    ['go', 'panic', 'assignment to entry in nil map', { kind: 'nothing', what: 'nil', action: 'write' }],
    [
      'go',
      'panic',
      'interface conversion: interface {} is string, not int',
      { kind: 'wrong-type', type: 'string', callee: 'int' },
    ],
    [
      'go',
      'panic',
      'interface conversion: interface {} is nil, not string',
      { kind: 'nothing', what: 'nil', action: 'convert' },
    ],
    ['go', 'runtime.Error', 'runtime error: integer divide by zero', { kind: 'division' }],
    ['go', 'panic', 'close of closed channel', { kind: 'state', what: 'is closed' }],
    [
      'rust',
      'panic',
      'called `Option::unwrap()` on a `None` value',
      { kind: 'nothing', what: 'None', action: 'read', property: 'unwrap' },
    ],
    [
      'rust',
      'panic',
      'called `Result::unwrap()` on an `Err` value: ParseIntError { kind: Empty }',
      { kind: 'failed', callee: 'unwrap', reason: 'ParseIntError { kind: Empty }' },
    ],
    [
      'rust',
      'panic',
      'index out of bounds: the len is 3 but the index is 5',
      { kind: 'index', index: 5, length: 3 },
    ],
    ['rust', 'panic', 'attempt to divide by zero', { kind: 'division' }],
    ['rust', 'panic', 'attempt to subtract with overflow', { kind: 'overflow', operation: 'subtract' }],
    ['rust', 'panic', 'already borrowed: BorrowMutError', { kind: 'state', what: 'is borrowed already' }],
    ['rust', 'panic', "byte index 1 is not a char boundary; it is inside 'é'", { kind: 'index', index: 1 }],
    [
      'ruby',
      'NoMethodError',
      "undefined method `name' for nil:NilClass",
      { kind: 'nothing', what: 'nil', action: 'read', property: 'name' },
    ],
    [
      'ruby',
      'NoMethodError',
      "undefined method 'name' for nil",
      { kind: 'nothing', what: 'nil', action: 'read', property: 'name' },
    ],
    [
      'ruby',
      'NoMethodError',
      "undefined method '[]' for nil",
      { kind: 'nothing', what: 'nil', action: 'read' },
    ],
    [
      'ruby',
      'NoMethodError',
      "undefined method '+' for nil",
      { kind: 'nothing', what: 'nil', action: 'operate', operator: '+', side: 'left' },
    ],
    [
      'ruby',
      'NoMethodError',
      "undefined method 'nme' for an instance of Shop::Item",
      { kind: 'missing-attribute', type: 'Item', property: 'nme' },
    ],
    [
      'ruby',
      'NoMethodError',
      "undefined method `nme' for #<Shop::Item:0x00007f>",
      { kind: 'missing-attribute', type: 'Item', property: 'nme' },
    ],
    ['ruby', 'KeyError', 'key not found: :total', { kind: 'missing-key', key: 'total' }],
    [
      'ruby',
      'ArgumentError',
      'wrong number of arguments (given 1, expected 2)',
      { kind: 'arguments', callee: '', missing: [], surplus: -1 },
    ],
    [
      'ruby',
      'TypeError',
      'no implicit conversion of nil into String',
      { kind: 'nothing', what: 'nil', action: 'operate' },
    ],
    ['ruby', 'ZeroDivisionError', 'divided by 0', { kind: 'division' }],
    ['ruby', 'FrozenError', 'can\'t modify frozen String: "x"', { kind: 'state', what: 'is frozen' }],
    [
      'php',
      'Error',
      'Call to a member function total() on null',
      { kind: 'nothing', what: 'null', action: 'read', property: 'total' },
    ],
    ['php', 'ErrorException', 'Undefined array key "total"', { kind: 'missing-key', key: 'total' }],
    ['php', 'ErrorException', 'Undefined offset: 3', { kind: 'index', index: 3 }],
    [
      'php',
      'ErrorException',
      'Attempt to read property "name" on null',
      { kind: 'nothing', what: 'null', action: 'read', property: 'name' },
    ],
    [
      'php',
      'TypeError',
      'App\\Cart::add(): Argument #1 ($item) must be of type App\\Item, null given, called in /x.php on line 3',
      { kind: 'nothing', what: 'null', action: 'convert', property: 'add', text: 'item' },
    ],
    ['php', 'DivisionByZeroError', 'Division by zero', { kind: 'division' }],
    [
      'php',
      'ArgumentCountError',
      'Too few arguments to function App\\Cart::add(), 1 passed in',
      { kind: 'arguments', callee: 'add', missing: [] },
    ],
    [
      'csharp',
      'System.NullReferenceException',
      'Object reference not set to an instance of an object.',
      { kind: 'nothing', what: 'null', action: 'read' },
    ],
    [
      'csharp',
      'System.Collections.Generic.KeyNotFoundException',
      "The given key 'total' was not present in the dictionary.",
      { kind: 'missing-key', key: 'total' },
    ],
    [
      'csharp',
      'System.ArgumentNullException',
      "Value cannot be null. (Parameter 'source')",
      { kind: 'nothing', what: 'null', action: 'convert', text: 'source' },
    ],
    ['csharp', 'System.InvalidOperationException', 'Sequence contains no elements', { kind: 'empty' }],
    [
      'csharp',
      'System.InvalidOperationException',
      'Nullable object must have a value.',
      { kind: 'nothing', what: 'null', action: 'read', property: 'Value' },
    ],
    [
      'csharp',
      'System.FormatException',
      "The input string 'x' was not in a correct format.",
      { kind: 'conversion', callee: '', text: 'x' },
    ],
    [
      'csharp',
      'System.InvalidCastException',
      "Unable to cast object of type 'System.String' to type 'System.Int32'.",
      { kind: 'wrong-type', type: 'String', callee: 'Int32' },
    ],
  ];
  for (const [family, type, message, expected] of table) {
    it(`${family}, ${type}: ${message}`, () =>
      assert.deepEqual(readMessage(family, type, message), expected));
  }
});

const families = ['javascript', 'python', 'java', 'go', 'rust', 'ruby', 'php', 'csharp'] as const;

describe('messages', () => {
  it('are read in a moment, whatever stands in them', () => {
    const types = [
      'TypeError',
      'java.lang.NullPointerException',
      'NoMethodError',
      'ErrorException',
      'System.FormatException',
    ];
    const parts = [
      '(',
      '.',
      "'",
      '"',
      'a.',
      "undefined is not an object (evaluating '",
      'Cannot invoke "',
      ' is ',
      'x, ',
      '1 ',
      '[',
    ];
    for (const part of parts) {
      const message = part.repeat(1_000_000 / part.length);
      const times = [0, 1, 2].map(() => {
        const start = performance.now();
        for (const family of families) for (const type of types) readMessage(family, type, message);
        return performance.now() - start;
      });
      assert.ok(Math.min(...times) < 400, `${part}: ${times}`);
    }
  });

  it('are strange texts at times, and always give a complaint', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('TypeError', 'KeyError', 'ValueError', 'x'),
        fc.string(),
        (type, message) => {
          for (const family of families) assert.ok(readMessage(family, type, message).kind);
        },
      ),
    ));
});
