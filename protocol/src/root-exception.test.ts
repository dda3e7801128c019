import assert from 'node:assert/strict';
import type { Exception } from './event.ts';
import { rootException } from './root-exception.ts';
import { eventFromSentry } from './sentry/event.ts';
import { eventFromTrace } from './trace/parse.ts';

const exception = (type: string, line?: string, whileHandling?: true): Exception => ({
  type,
  value: '',
  frames: [{ file: 'a.py', inApp: true, ...(line === undefined ? {} : { contextLine: line }) }],
  ...(whileHandling ? { whileHandling } : {}),
});
const rootOf = (...exceptions: Exception[]) => rootException({ exceptions })?.type;

describe('the exception to be explained', () => {
  it('is the innermost cause that has frames', () => {
    assert.equal(rootOf({ ...exception('A'), frames: [] }, exception('B'), exception('C')), 'B');
    assert.equal(rootOf({ ...exception('A'), frames: [] }), 'A');
    assert.equal(rootOf(), undefined);
  });

  it('is what went wrong by itself while another was handled, and not what the handler raised', () => {
    assert.equal(rootOf(exception('A', 'x = d[k]'), exception('B', 'x.y', true)), 'B');
    assert.equal(rootOf(exception('A', 'x = d[k]'), exception('B', '  raise Bad(k)', true)), 'A');
    assert.equal(rootOf(exception('A', 'x = d[k]'), exception('B', undefined, true)), 'A');
    const later = [exception('B', 'x.y', true), exception('C', 'raise C from b')];
    assert.equal(rootOf(exception('A', 'x = d[k]'), ...later), 'B');
  });

  it('is told by what stands between the traces of Python', () => {
    const trace = (joint: string) =>
      [
        'Traceback (most recent call last):',
        '  File "/app/a.py", line 1, in f',
        '    d[k]',
        "KeyError: 'k'",
        '',
        joint,
        '',
        'Traceback (most recent call last):',
        '  File "/app/a.py", line 3, in f',
        '    e.name',
        "AttributeError: 'KeyError' object has no attribute 'name'",
      ].join('\n');
    const root = (joint: string) => rootException(eventFromTrace(trace(joint)) ?? assert.fail())?.type;
    assert.equal(
      root('During handling of the above exception, another exception occurred:'),
      'AttributeError',
    );
    assert.equal(root('The above exception was the direct cause of the following exception:'), 'KeyError');
  });

  it('is told by the mechanisms of a Sentry event', () => {
    const value = (type: string, line: string, mechanism: object) => ({
      type,
      value: '',
      mechanism,
      stacktrace: { frames: [{ filename: 'a.py', lineno: 1, context_line: line }] },
    });
    const root = (source: string) =>
      rootException(
        eventFromSentry({
          platform: 'python',
          exception: {
            values: [
              value('KeyError', 'd[k]', { type: 'chained', exception_id: 1, parent_id: 0, source }),
              value('AttributeError', 'e.name', { type: 'generic', exception_id: 0 }),
            ],
          },
        }),
      )?.type;
    assert.equal(root('__context__'), 'AttributeError');
    assert.equal(root('__cause__'), 'KeyError');
  });

  it('is told by the line of a Python event whose client did not say how they belong together', () => {
    const value = (type: string, line: string) => ({
      type,
      value: '',
      stacktrace: { frames: [{ filename: 'a.py', lineno: 1, context_line: line }] },
    });
    const root = (platform: string, line: string) =>
      rootException(
        eventFromSentry({
          platform,
          exception: { values: [value('SchemaError', 'raise SchemaError(e)'), value('TypeError', line)] },
        }),
      )?.type;
    assert.equal(root('python', "text = 'no %s' % key"), 'TypeError');
    assert.equal(root('python', 'raise TypeError(key)'), 'SchemaError');
    assert.equal(root('java', 'text.format(key)'), 'SchemaError');
  });
});
