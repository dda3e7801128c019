import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLogChunk } from './log-chunk.ts';

const python = (name: string) => `2026-01-02T03:04:05Z ERROR shop release=r1: failed
Traceback (most recent call last):
  File "/srv/a.py", line 1, in f
    g()
    name = 'value'
KeyError: '${name}'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/a.py", line 2, in h
    raise ${name}
ValueError: ${name}
`;
const node = (name: string) => `2026-01-02T03:04:05Z ERROR shop release=r1: failed
/srv/a.js:1
throw x
^

TypeError: ${name}
    at f (/srv/a.js:1:1)
    at g (/srv/a.js:2:1) {
  code: 'X',
  [cause]: Error: inner
      at h (/srv/b.js:3:3)
}
`;
const plain = () => '2026-01-02T03:04:06Z INFO shop: at rest\n\n2026-01-02T03:04:06Z INFO shop: größer\n';

describe('readLogChunk', () => {
  it('finds the same events however the file grows', () => {
    const part = fc.tuple(fc.constantFrom(python, node, plain), fc.stringMatching(/^[a-z]{3,8}$/));
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.nat(200), { minLength: 1 }),
        (parts, steps) => {
          const bytes = Buffer.from(parts.map(([make, name]) => make(name)).join(''));
          const wanted = parts.flatMap(([make, name]) => (make === plain ? [] : [name]));
          const found: string[] = [];
          let position = 0;
          let size = 0;
          for (let turn = 0; size < bytes.length; turn++) {
            size = Math.min(bytes.length, size + 1 + (steps[turn % steps.length] ?? 0));
            const { events, consumed } = readLogChunk(bytes.subarray(position, size), false);
            found.push(...events.map(event => event.exceptions.at(-1)?.value ?? ''));
            for (const { exceptions } of events) assert.equal(exceptions.length, 2);
            position += consumed;
          }
          const rest = readLogChunk(bytes.subarray(position), true);
          found.push(...rest.events.map(event => event.exceptions.at(-1)?.value ?? ''));
          assert.deepEqual(found, wanted);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads time and release from the head of the record', () => {
    const [event] = readLogChunk(Buffer.from(plain() + python('x')), true).events;
    assert.equal(event?.timestamp, '2026-01-02T03:04:05.000Z');
    assert.equal(event?.release, 'r1');
  });

  it('does not read a long file without traces again and again', () => {
    const { events, consumed } = readLogChunk(Buffer.from('line\n'.repeat(1000)), false);
    assert.equal(events.length, 0);
    assert.ok(consumed > 4500);
  });
});
