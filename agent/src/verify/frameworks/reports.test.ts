import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJestReport } from './jest-report.ts';
import { parseMocha } from './mocha.ts';
import { parseNodeTest } from './node-test.ts';
import { parsePythonReport } from './python.ts';
import { parseV8Error } from './stack.ts';

const mocha = [
  { title: 'outer ok', file: '/workspace/t/m.mjs', status: 'passed' },
  {
    title: 'outer "before each" hook',
    status: 'failed',
    error: 'TypeError: no\n    at f (src/f.js:1:26)',
  },
  { title: 'outer later', file: '/workspace/t/m.mjs', status: 'skipped' },
  { end: true },
]
  .map(line => JSON.stringify(line))
  .join('\n');

const jest = JSON.stringify({
  testResults: [
    {
      name: '/workspace/t/a.test.js',
      status: 'failed',
      message: '',
      assertionResults: [
        { ancestorTitles: ['outer'], title: 'ok', status: 'passed', failureMessages: [] },
        { ancestorTitles: ['outer'], title: 'bad', status: 'failed', failureMessages: ['Error: x'] },
        { ancestorTitles: [], title: 'later', status: 'pending', failureMessages: null },
      ],
    },
    { name: '/workspace/t/b.test.js', status: 'failed', message: 'Cannot find module', assertionResults: [] },
  ],
});

const node = [
  { titles: ['outer', 'ok'], file: '/workspace/a.mjs', suite: false, status: 'passed' },
  {
    titles: ['outer', 'bad'],
    file: '/workspace/a.mjs',
    suite: false,
    status: 'failed',
    kind: 'testCodeFailure',
    error: 'Error: x',
  },
  {
    titles: ['outer'],
    file: '/workspace/a.mjs',
    suite: true,
    status: 'failed',
    kind: 'subtestsFailed',
    error: '',
  },
  { titles: ['b.mjs'], file: '/workspace/b.mjs', whole: true, suite: false, status: 'passed' },
  {
    titles: ['c.mjs'],
    file: '/workspace/c.mjs',
    whole: true,
    suite: false,
    status: 'failed',
    error: 'Error: x',
  },
]
  .map(line => JSON.stringify(line))
  .join('\n');

const python = JSON.stringify([
  { name: 'tests.test_a.A.test_x', status: 'passed', file: '/workspace/tests/test_a.py' },
  {
    name: 'tests.test_a.A.test_y',
    status: 'failed',
    file: null,
    error: 'Traceback…',
    exceptions: [
      { type: 'KeyError', message: "'a'", frames: [{ file: '/workspace/app/x.py', line: 3, function: 'f' }] },
    ],
  },
]);

describe('reports of test runners', () => {
  it('are read from mocha, failed hooks included', () => {
    assert.deepEqual(parseMocha(mocha, '/workspace'), [
      { name: 'outer ok', status: 'passed', file: 't/m.mjs' },
      {
        name: 'outer "before each" hook',
        status: 'failed',
        error: 'TypeError: no\n    at f (src/f.js:1:26)',
      },
      { name: 'outer later', status: 'skipped', file: 't/m.mjs' },
    ]);
  });

  it('are read from jest and vitest, files that do not load included', () => {
    const file = 't/a.test.js';
    assert.deepEqual(parseJestReport(jest, '/workspace'), [
      { name: `${file} › outer › ok`, status: 'passed', file },
      { name: `${file} › outer › bad`, status: 'failed', file, error: 'Error: x' },
      { name: `${file} › later`, status: 'skipped', file },
      { name: 't/b.test.js › (loads)', status: 'failed', file: 't/b.test.js', error: 'Cannot find module' },
    ]);
  });

  it('are read from node:test, without the suites around failed tests', () => {
    assert.deepEqual(parseNodeTest(node, '/workspace'), [
      { name: 'a.mjs › outer › ok', status: 'passed', file: 'a.mjs' },
      { name: 'a.mjs › outer › bad', status: 'failed', file: 'a.mjs', error: 'Error: x' },
      { name: 'b.mjs', status: 'passed', file: 'b.mjs' },
      { name: 'c.mjs › (loads)', status: 'failed', file: 'c.mjs', error: 'Error: x' },
    ]);
  });

  it('are read from Python, with the exceptions', () => {
    assert.deepEqual(parsePythonReport(python, '/workspace')?.[1], {
      name: 'tests.test_a.A.test_y',
      status: 'failed',
      error: 'Traceback…',
      exceptions: [
        { type: 'KeyError', message: "'a'", frames: [{ file: 'app/x.py', line: 3, function: 'f' }] },
      ],
    });
  });

  it('are no report when cut off, and never throw', () => {
    const parsers = [parseMocha, parseJestReport, parsePythonReport];
    fc.assert(
      fc.property(fc.constantFrom(mocha, jest, python), fc.nat(), (text, at) => {
        const cut = text.slice(0, at % text.length);
        for (const parse of parsers) assert.equal(parse(cut, '/workspace'), undefined);
        parseNodeTest(cut, '/workspace');
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        for (const parse of [...parsers, parseNodeTest]) parse(text, '/workspace');
      }),
    );
  });
});

describe('an error as V8 writes it', () => {
  it('is taken apart, with paths of the repository', () => {
    const text = [
      'TypeError [ERR_X]: two',
      'lines',
      '    at Cart.total (file:///workspace/src/cart.mjs:1:39)',
      '    at async f (/workspace/src/a.js:3:40)',
      '    at new Thing (node:internal/x:5:1)',
      '    at /workspace/src/b.js:4:13',
    ].join('\n');
    assert.deepEqual(parseV8Error(text, '/workspace'), {
      type: 'TypeError',
      message: 'two\nlines',
      frames: [
        { file: 'src/cart.mjs', line: 1, function: 'Cart.total' },
        { file: 'src/a.js', line: 3, function: 'f' },
        { file: 'node:internal/x', line: 5, function: 'Thing' },
        { file: 'src/b.js', line: 4 },
      ],
    });
  });

  it('is read from any text', () => {
    fc.assert(fc.property(fc.string(), text => void parseV8Error(text, '/workspace')));
  });
});
