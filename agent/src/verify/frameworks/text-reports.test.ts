import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCargoTest } from './cargo.ts';
import { parseGoTest } from './go-test.ts';
import { parseJUnitXml } from './junit-xml.ts';
import { parsePrinted, parseStatusLines } from './printed.ts';
import { parseTap } from './tap.ts';
import { parseTox } from './tox.ts';

const surefire = `<?xml version="1.0" encoding="UTF-8"?>
<!-- <testcase name="no"/> -->
<testsuite name="com.shop.CartTest" tests="4">
  <properties><property name="line" value="a > b"/></properties>
  <testcase name="adds &lt;up&gt;" classname="com.shop.CartTest" time="0.01"/>
  <testcase name="raises" classname="com.shop.CartTest"><error message="no &quot;lines&quot;" type="java.lang.NullPointerException"><![CDATA[java.lang.NullPointerException: no "lines"
	at com.shop.Cart.size(Cart.java:5)
	at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
]]></error><system-out><![CDATA[<testcase name="printed"/>]]></system-out></testcase>
  <testcase name="later" classname="com.shop.CartTest"><skipped/></testcase>
  <testcase name="flaky" classname="com.shop.CartTest"><flakyFailure message="once">x</flakyFailure></testcase>
</testsuite><?xml version="1.0"?><testsuites><testsuite><testcase name="a" file="./t/a.py"><failure message="only here"/></testcase>
<testcase name="cut off"><fail`;

const goEvents = [
  { Action: 'run', Package: 'example.com/shop/cart', Test: 'TestA' },
  { Action: 'output', Package: 'example.com/shop/cart', Test: 'TestA', Output: 'bad\n' },
  { Action: 'fail', Package: 'example.com/shop/cart', Test: 'TestA' },
  { Action: 'pass', Package: 'example.com/shop', Test: 'TestB/x' },
  { Action: 'fail', Package: 'example.com/shop/cart' },
  { Action: 'output', Package: 'example.com/shop/exits', Output: 'panic: at start\n' },
  { Action: 'fail', Package: 'example.com/shop/exits' },
];
const go = `FAIL\texample.com/shop/broken [build failed]\n${goEvents.map(event => JSON.stringify(event)).join('\n')}`;

const cargo = `   Compiling shop v0.1.0
     Running unittests src/lib.rs (target/debug/deps/shop-05114ea03e20627e)

running 3 tests
test tests::ok ... ok
test tests::raises - should panic ... ok
test tests::bad ... FAILED

failures:

---- tests::bad stdout ----
thread 'tests::bad' panicked at src/lib.rs:6:5:
test not::one ... ok

failures:
    tests::bad

test result: FAILED. 2 passed; 1 failed
     Running tests/deep.rs (target/debug/deps/deep-4005efe2ae21a87c)

running 1 test

thread 'deep' has overflowed its stack
error: test failed, to rerun pass \`--test deep\`

Caused by:
  process didn't exit successfully: \`/t/deep-4005efe2ae21a87c\` (signal: 6, SIGABRT: process abort signal)
   Doc-tests shop

running 1 test
test src/lib.rs - first (line 2) ... ok
`;

const tap = `TAP version 13
# Subtest: outer
    # Subtest: inner
    ok 1 - inner
    not ok 2 - breaks
      ---
      message: 'ok 7 - no test'
      ...
    1..2
not ok 1 - outer
ok 2 - later # SKIP not now
not ok 3 - one day # TODO
Bail out! no database
`;

const parsers: readonly ((text: string) => unknown)[] = [
  text => parseJUnitXml(text, '/workspace', []),
  text => parseGoTest(text, { module: 'm', errors: '' }),
  parseCargoTest,
  parseTap,
  parseStatusLines,
  parsePrinted,
  parseTox,
];

describe('reports as text', () => {
  it('are read from JUnit, several documents and a cut one included', () => {
    const files = ['core/src/main/java/com/shop/Cart.java', 't/a.py'];
    assert.deepEqual(parseJUnitXml(surefire, '/workspace', files), [
      { name: 'com.shop.CartTest › adds <up>', status: 'passed' },
      {
        name: 'com.shop.CartTest › raises',
        status: 'failed',
        error:
          'java.lang.NullPointerException: no "lines"\n\tat com.shop.Cart.size(Cart.java:5)\n\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)',
        exceptions: [
          {
            type: 'NullPointerException',
            message: 'no "lines"',
            frames: [
              { file: 'core/src/main/java/com/shop/Cart.java', line: 5, function: 'size' },
              { file: '/java/util/ArrayList.java', line: 1511, function: 'forEach' },
            ],
          },
        ],
      },
      { name: 'com.shop.CartTest › later', status: 'skipped' },
      { name: 'com.shop.CartTest › flaky', status: 'passed' },
      { name: 'a', status: 'failed', file: 't/a.py', error: 'only here' },
    ]);
  });

  it('are read from go test, with packages that do not build or end too early', () => {
    assert.deepEqual(parseGoTest(go, { module: 'example.com/shop', errors: 'b.go:2: no' }), [
      { folder: 'cart', test: 'TestA', status: 'failed', error: 'bad\n' },
      { folder: '', test: 'TestB/x', status: 'passed' },
      { folder: 'exits', test: '(package)', status: 'failed', error: 'panic: at start\n\nb.go:2: no' },
      { folder: 'broken', test: '(package)', status: 'failed', error: 'b.go:2: no' },
    ]);
  });

  it('are read from cargo, with a target that breaks off', () => {
    const read = parseCargoTest(cargo)?.map(({ name, status }) => `${status} ${name}`);
    assert.deepEqual(read, [
      'passed shop › src/lib.rs › tests::ok',
      'passed shop › src/lib.rs › tests::raises',
      'failed shop › src/lib.rs › tests::bad',
      'failed deep › tests/deep.rs › (ends early)',
      'passed shop › documentation › src/lib.rs - first (line 2)',
    ]);
    assert.match(parseCargoTest(cargo)?.[2]?.error ?? '', /^thread .*:6:5:\ntest not::one/);
    assert.equal(parseCargoTest('error: could not compile `shop`'), undefined);
  });

  it('are read from TAP, nested', () => {
    assert.deepEqual(parseTap(tap), [
      { name: 'outer › inner', status: 'passed' },
      { name: 'outer › breaks', status: 'failed', error: "message: 'ok 7 - no test'" },
      { name: 'later', status: 'skipped' },
      { name: 'one day', status: 'skipped' },
      { name: '(bails out)', status: 'failed', error: 'Bail out! no database' },
    ]);
    assert.equal(parseTap('it is not ok'), undefined);
  });

  it('are read from JSON lines, whatever they call a test', () => {
    const text =
      '{"name":"a","status":"pass"}\nhello\n{"test":"b","outcome":"FAILED","message":"no"}\n{"name":"c"}';
    assert.deepEqual(parseStatusLines(text), [
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'failed', error: 'no' },
    ]);
  });

  it('are read from what runners print for people', () => {
    const text = [
      'tests/test_a.py::test_x PASSED   [ 50%]',
      'test_y (tests.test_b.B) ... FAIL',
      '[  FAILED  ] Cart.Adds (2 ms)',
      '--- SKIP: TestZ (0.00s)',
      '  ✓ adds up (12ms)',
      'all is ok',
    ];
    assert.deepEqual(
      parsePrinted(text.join('\n'))?.map(({ name, status }) => `${status} ${name}`),
      [
        'passed tests/test_a.py::test_x',
        'failed test_y (tests.test_b.B)',
        'failed Cart.Adds',
        'skipped TestZ',
        'passed adds up',
      ],
    );
  });

  it('are never a reason to fail, cut off or hostile', () => {
    fc.assert(
      fc.property(fc.constantFrom(surefire, go, cargo, tap), fc.nat(), (text, at) => {
        for (const parse of parsers) parse(text.slice(0, at % text.length));
      }),
    );
    fc.assert(
      fc.property(fc.string(), text => {
        for (const parse of parsers) parse(text);
      }),
    );
  });
});

describe('the command of tox', () => {
  it('is the first that runs tests, without what only tox knows', () => {
    const text = [
      '[tox]\nenvlist = py3',
      '[testenv]\ndeps = pytest\nsetenv =\n    MODE = test\n    HOME = {envdir}',
      'commands =\n    pip list\n    # not this\n    {envpython} -m pytest --strict \\\n      {posargs:tests/unit} --basetemp={envtmpdir}',
      '[testenv:lint]\ncommands = pytest lint',
    ].join('\n');
    assert.deepEqual(parseTox(text), {
      runner: 'pytest',
      words: ['--strict', 'tests/unit'],
      env: { MODE: 'test' },
    });
    assert.equal(parseTox('[testenv]\ncommands = make check'), undefined);
  });
});
