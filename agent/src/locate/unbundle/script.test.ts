import assert from 'node:assert/strict';
import fc from 'fast-check';
import { debugIdOf, linesOf, mapReference } from './script.ts';

describe('script', () => {
  it('reads the last comment that names a map, in scripts and style sheets', () => {
    const scripts: [string, string | undefined][] = [
      ['run();\n//# sourceMappingURL=app.js.map', 'app.js.map'],
      ['run();\r\n//# sourceMappingURL=app.js.map\r\n\r\n', 'app.js.map'],
      ['a("//# sourceMappingURL=not.map");\n//@ sourceMappingURL=old.map\n//# debugId=1', 'old.map'],
      ['.a{}\n/*# sourceMappingURL=app.css.map */', 'app.css.map'],
      ['.a{}\n/*# sourceMappingURL=app.css.map*/', 'app.css.map'],
      ['run();\n//# sourceMappingURL=', undefined],
      ['run();', undefined],
    ];
    for (const [script, reference] of scripts) assert.equal(mapReference(script), reference, script);
    assert.equal(
      debugIdOf('run();\n//# debugId=5A1B2C3D-0000-4000-8000-00000000000A\n'),
      '5a1b2c3d00004000800000000000000a',
    );
    assert.equal(debugIdOf('//# debugId=none'), undefined);
  });

  it('cuts lines out as splitting would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-c]{0,3}$/)),
        fc.nat(12),
        fc.nat(12),
        (lines, first, length) => {
          const text = lines.join('\n');
          const expected = text.split('\n').slice(first, first + length);
          assert.deepEqual(linesOf(text, first + 1, first + length), expected);
        },
      ),
    );
  });
});
