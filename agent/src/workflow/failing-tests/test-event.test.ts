import assert from 'node:assert/strict';
import { eventSchema } from '@errata/protocol/event';
import type { TestCase } from '../../verify/frameworks/framework.ts';
import { tellingTest, testEvent } from './test-event.ts';

const failing = (name: string, type: string, ...frames: [file: string, line: number][]): TestCase => ({
  name,
  status: 'failed',
  error: `${type}: it broke`,
  exceptions: [{ type, message: 'it broke', frames: frames.map(([file, line]) => ({ file, line })) }],
});
const asserting = failing('adds', 'AssertionError', ['tests/test_shop.py', 4]);
const crashing = failing('totals', 'KeyError', ['shop.py', 7], ['tests/test_shop.py', 9]);

describe('the event of a failing test', () => {
  it('is that of a test in which the program itself fails, if there is one', () => {
    assert.equal(tellingTest([asserting, crashing], '/w'), crashing);
    assert.equal(tellingTest([asserting], '/w'), asserting);
  });

  it('tells what old versions of Node assert from what the program does', () => {
    const told = (name: string, ...frames: string[]): TestCase => ({
      name,
      status: 'failed',
      error: ['TypeError: it broke', ...frames.map(frame => `    at call (${frame})`)].join('\n'),
    });
    const asserted = told('a', 'assert.js:74:5', '/w/test/a.js:3:1', 'internal/process/next_tick.js:181:9');
    const crashed = told('b', '/w/lib/b.js:9:1', '/w/test/b.js:4:1');
    assert.equal(tellingTest([asserted, crashed], '/w'), crashed);
  });

  it('has the frames as an event has them, the crash last, and knows whose they are', () => {
    const test = failing('totals', 'KeyError', ['/usr/lib/python3/json.py', 1], ['shop.py', 7], ['t.py', 9]);
    const event = eventSchema.parse(testEvent(test, 'python', '/w'));
    const [exception] = event.exceptions;
    assert.equal(exception?.type, 'KeyError');
    assert.deepEqual(
      exception?.frames.map(({ file, inApp }) => [file, inApp]),
      [
        ['t.py', true],
        ['shop.py', true],
        ['/usr/lib/python3/json.py', false],
      ],
    );
  });

  it('keeps both ends of a deep recursion', () => {
    const frames = Array.from({ length: 1000 }, (_, at): [string, number] => ['deep.py', at + 1]);
    const [exception] = testEvent(failing('deep', 'RecursionError', ...frames), 'python', '/w').exceptions;
    assert.equal(exception?.frames.length, 60);
    assert.equal(exception?.frames.at(-1)?.line, 1);
    assert.equal(exception?.frames[0]?.line, 1000);
  });

  it('says what the output says where the framework gives no exception', () => {
    const event = testEvent({ name: 'adds', status: 'failed', error: 'TypeError: no' }, 'javascript', '/w');
    assert.equal(event.platform, 'node');
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [['TypeError', 'TypeError: no']],
    );
  });
});
