import assert from 'node:assert/strict';
import { eventFromTrace } from './parse.ts';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

const simple = `Traceback (most recent call last):
  File "/srv/app/main.py", line 20, in main
    total(read(path))
    ~~~~~^^^^^^^^^^^^
  File "/usr/lib/python3.12/json/decoder.py", line 337, in decode
    obj, end = self.raw_decode(s)
KeyError: 'amount'
`;

describe('a Python traceback', () => {
  it('gives frames outermost first with their code, and tells the library from the app', () => {
    const event = eventFromTrace(simple);
    assert.equal(event.platform, 'python');
    const [exception] = event.exceptions;
    assert.equal(exception?.type, 'KeyError');
    assert.equal(exception?.value, "'amount'");
    assert.deepEqual(exception?.frames[0], {
      file: '/srv/app/main.py',
      line: 20,
      function: 'main',
      inApp: true,
      contextLine: 'total(read(path))',
    });
    assert.equal(exception?.frames[1]?.inApp, false);
  });

  it('keeps captured locals as the text they were given in', () => {
    const event = eventFromTrace(`Traceback (most recent call last):
  File "/srv/app/main.py", line 9, in average
    return sum(xs) / len(xs)
           ~~~~~~~~^~~~~~~~~
    label = 'a = b'
    table = array([[1, 2],
       [3, 4]])
    xs = []
  File "/srv/app/other.py", line 1, in f
    size = 3
    size = 4
ZeroDivisionError: division by zero
`);
    const frames = event.exceptions[0]?.frames ?? [];
    assert.deepEqual(frames[0]?.variables, {
      label: "'a = b'",
      table: 'array([[1, 2],\n       [3, 4]])',
      xs: '[]',
    });
    assert.equal(frames[1]?.contextLine, 'size = 3');
    assert.deepEqual(frames[1]?.variables, { size: '4' });
    assert.equal(event.exceptions[0]?.value, 'division by zero');
  });

  it('follows a chain to the exception that was reported', () => {
    const cause = simple.trimEnd();
    for (const joint of [
      'During handling of the above exception, another exception occurred:',
      'The above exception was the direct cause of the following exception:',
    ]) {
      const event = eventFromTrace(`${cause}\n\n${joint}\n\nTraceback (most recent call last):
  File "/srv/app/main.py", line 31, in run
    raise LedgerError("bad file") from error
ledger.errors.LedgerError: bad file
in line 3

2024-05-01 12:00:01 INFO next`);
      assert.deepEqual(
        event.exceptions.map(({ type, value }) => [type, value]),
        [
          ['KeyError', "'amount'"],
          ['LedgerError', 'bad file\nin line 3'],
        ],
      );
    }
  });

  it('reads time and release of the log record that it stands in', () => {
    const event = eventFromTrace(
      `2024-05-01T12:00:00.250Z ERROR ledger release=4f2a9c: failed\n${simple}2024-05-01T12:00:01Z INFO ledger: on we go\n`,
    );
    assert.equal(event.timestamp, '2024-05-01T12:00:00.250Z');
    assert.equal(event.release, '4f2a9c');
    assert.equal(event.exceptions[0]?.value, "'amount'");
    assert.equal(eventFromTrace(simple, { release: 'r1' }).release, 'r1');
  });

  it('looks through what a log shipper puts before each line', () => {
    for (const prefix of ['web_1  | ', '2024-05-01T12:00:00.25Z ', '    ']) {
      const text = simple
        .trimEnd()
        .split('\n')
        .map((line, index) => (prefix + line).replace('12:00:00', `12:00:0${index}`))
        .join('\n');
      const [exception] = eventFromTrace(text).exceptions;
      assert.equal(exception?.frames.length, 2, prefix);
      assert.equal(exception?.type, 'KeyError', prefix);
    }
  });

  it('passes over repeated lines and reads a syntax error', () => {
    const recursion = eventFromTrace(`Traceback (most recent call last):
  File "a.py", line 2, in f
    f(n)
  [Previous line repeated 996 more times]
  File "a.py", line 3, in f
    g()
RecursionError: maximum recursion depth exceeded`);
    assert.equal(recursion.exceptions[0]?.frames.length, 2);
    const syntax = eventFromTrace(`  File "a.py", line 3
    foo(
       ^
SyntaxError: '(' was never closed`);
    assert.deepEqual(syntax.exceptions[0]?.frames, [
      { file: 'a.py', line: 3, inApp: true, contextLine: 'foo(' },
    ]);
  });

  it('takes an exception group apart', () => {
    const group = `  + Exception Group Traceback (most recent call last):
  |   File "/srv/a.py", line 19, in run
  |     raise ExceptionGroup("eg", errors)
  | ExceptionGroup: eg (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/a.py", line 7, in work
    |     raise ValueError("one")
    | ValueError: one
    +------------------------------------
`;
    const traces = eventFromTrace(group).exceptions;
    assert.deepEqual(
      traces.map(({ type, value, frames }) => [type, value, frames[0]?.line]),
      [
        ['ValueError', 'one', 7],
        ['ExceptionGroup', 'eg (2 sub-exceptions)', 19],
      ],
    );
  });

  it('takes a traceback that is cut off for what it has', () => {
    const event = eventFromTrace(simple.split('\n').slice(0, 3).join('\n'));
    assert.equal(event.exceptions[0]?.type, 'Exception');
    assert.equal(event.exceptions[0]?.frames.length, 1);
  });

  it('reads groups in groups, notes and chains in them, as Python 3.11 prints them', () => {
    assert.equal(
      shown(`  + Exception Group Traceback (most recent call last):
  |   File "/srv/shop/g.py", line 23, in <module>
  |     main()
  |   File "/srv/shop/g.py", line 22, in main
  |     raise ExceptionGroup("eg", errs)
  | ExceptionGroup: eg (4 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 12, in main
    |     work(n)
    |   File "/srv/shop/g.py", line 4, in work
    |     raise ValueError(f"bad {n}")
    | ValueError: bad 0
    | note one
    | line two
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 12, in main
    |     work(n)
    |   File "/srv/shop/g.py", line 4, in work
    |     raise ValueError(f"bad {n}")
    | ValueError: bad 1
    | note one
    | line two
    +---------------- 3 ----------------
    | ExceptionGroup: inner (2 sub-exceptions)
    +-+---------------- 1 ----------------
      | TypeError: t
      +---------------- 2 ----------------
      | Traceback (most recent call last):
      |   File "/srv/shop/g.py", line 17, in main
      |     try: deep(6)
      |          ^^^^^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ^^^^^^^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ^^^^^^^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ^^^^^^^^^
  [Previous line repeated 3 more times]
      |   File "/srv/shop/g.py", line 7, in deep
      |     raise KeyError("x")
      | KeyError: 'x'
      +------------------------------------
    +---------------- 4 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 20, in main
    |     raise E("boom") from e
    | E: boom
    +------------------------------------`),
      `python
ValueError: bad 0
note one
line two
  * /srv/shop/g.py:12 main
  * /srv/shop/g.py:4 work
ValueError: bad 1
note one
line two
  * /srv/shop/g.py:12 main
  * /srv/shop/g.py:4 work
TypeError: t
KeyError: 'x'
  * /srv/shop/g.py:17 main
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:7 deep
ExceptionGroup: inner (2 sub-exceptions)
E: boom
  * /srv/shop/g.py:20 main
ExceptionGroup: eg (4 sub-exceptions)
  * /srv/shop/g.py:23 <module>
  * /srv/shop/g.py:22 main`,
    );
  });

  it('reads groups with the marks of Python 3.13', () => {
    assert.equal(
      shown(samples.pythonGroup),
      `python
ValueError: bad 0
note one
line two
  * /srv/shop/g.py:12 main
  * /srv/shop/g.py:4 work
ValueError: bad 1
note one
line two
  * /srv/shop/g.py:12 main
  * /srv/shop/g.py:4 work
TypeError: t
KeyError: 'x'
  * /srv/shop/g.py:17 main
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:7 deep
ExceptionGroup: inner (2 sub-exceptions)
KeyError: 'x'
  * /srv/shop/g.py:17 main
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:6 deep
  * /srv/shop/g.py:7 deep
E: boom
  * /srv/shop/g.py:20 main
ExceptionGroup: eg (4 sub-exceptions)
  * /srv/shop/g.py:23 <module>
  * /srv/shop/g.py:22 main`,
    );
  });
});
