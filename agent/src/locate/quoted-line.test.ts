import assert from 'node:assert/strict';
import { findContent } from './content-match.ts';
import { quotedAs } from './quoted-line.ts';

describe('a quoted line', () => {
  it('is known again without what was cut or taken out', () => {
    const line = '  const url = `https://<user>:<token>@api.example.com/v1?key=abcdef`;';
    const alike = [
      line.trim(),
      'const url = `https://[scrubbed:url-credentials]@api.example.com/v1?key=[scrubbed:field]`;',
      '{snip} :<token>@api.example.com/v1 {snip}',
      'const url = {snip}',
      '{snip} api.example.com/v1?key=abcdef`;',
      'const url = [Filtered];',
      'const url = [scrubbed:field]',
    ];
    const unlike = [
      '[scrubbed:field] = `https://',
      'const url = `http://[scrubbed:url-credentials]@api.example.com/v1?key=abcdef`;',
      'key= {snip} const url',
      '[scrubbed:password]',
      '{snip}',
      '',
    ];
    for (const quoted of alike) assert(quotedAs(quoted)(line), quoted);
    for (const quoted of unlike) assert(!quotedAs(quoted)(line), quoted);
    assert(quotedAs('  a  ')('a'));
    assert(!quotedAs('a b')('a  b c'));
  });

  it('is looked for quickly, whatever it is', () => {
    const million = 1_000_000;
    const hostile = ['{snip}', '[scrubbed:', '[scrubbed:a]', 'a{snip}', ' ', 'ab [scrubbed:field] '];
    const lines = [
      'ab '.repeat(million / 3),
      'a'.repeat(million),
      ...Array.from({ length: 10_000 }, () => 'a b'),
    ];
    for (const unit of hostile) {
      const line = unit.repeat(million / unit.length);
      const took = Math.min(
        ...[1, 2, 3].map(() => {
          const start = performance.now();
          findContent(lines, { line, before: [line], after: [line], near: 1 });
          return performance.now() - start;
        }),
      );
      assert(took < 1000, `${unit} took ${took} ms`);
    }
  });
});
