import assert from 'node:assert/strict';
import type { AttemptOutcome } from './attempt.ts';
import { raisedOnPurpose } from './deliberate.ts';

const before = 'function a(x) {\n  if (!x) throw new NotFound(x);\n}\nfunction b(x) {\n  x.y();\n}\n';
const after = before.replace('  x.y', '  if (!x) throw new NotFound(x);\n  x.y');

function outcome(type: string, file = 'src/a.js', message = 'No 7'): AttemptOutcome {
  const frames = [
    { file: '/opt/node/lib.js', line: 1 },
    { file, line: 5 },
  ];
  return {
    result: 'other',
    output: 'NotFound: No 7\n    at b',
    infra: false,
    seen: [{ type, message, frames }],
  };
}

const fix = { changes: [{ path: 'src/a.js', before, after }] };

describe('an exception that a fix raises on purpose', () => {
  it('is one that the changed file raised before, now in one place more', () => {
    assert.deepEqual(raisedOnPurpose(fix, outcome('app.NotFound')), { type: 'NotFound', message: 'No 7' });
  });

  it('is none that another file raised, that nobody saw, or that the test did not fail with', () => {
    assert.equal(raisedOnPurpose(fix, outcome('NotFound', 'src/b.js')), undefined);
    assert.equal(raisedOnPurpose(fix, outcome('TypeError')), undefined);
    assert.equal(raisedOnPurpose(fix, outcome('NotFound', 'src/a.js', 'No 8')), undefined);
  });

  it('is none that the file did not know, nor one that it raises as often as before', () => {
    const unknown = { changes: [{ path: 'src/a.js', before: 'x.y();\n', after }] };
    assert.equal(raisedOnPurpose(unknown, outcome('NotFound')), undefined);
    const same = { changes: [{ path: 'src/a.js', before: after, after: `${after}// done\n` }] };
    assert.equal(raisedOnPurpose(same, outcome('NotFound')), undefined);
  });
});
