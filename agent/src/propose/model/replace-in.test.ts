import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { withoutKeys } from '../../diagnose/context/secrets.ts';
import { replaceIn } from './replace-in.ts';

function replaced(text: string, search: string, replace: string): string | number {
  const found = replaceIn(text, {
    search: search === '' ? [] : search.split('\n'),
    replace: replace === '' ? [] : replace.split('\n'),
  });
  return 'text' in found ? found.text : found.times;
}

describe('replacing lines of a file', () => {
  const text = 'def f(a):\n    if a:\n        return a.b\n    return 1\n\n\ndef g(a):\n    return 1\n';

  it('takes the lines that are written', () => {
    assert.equal(
      replaced(text, '        return a.b\n    return 1', '        return a.c\n    return 2'),
      text.replace('a.b\n    return 1', 'a.c\n    return 2'),
    );
    assert.equal(replaced('a\nb\nc', 'b', ''), 'a\nc');
    assert.equal(replaced('a\nb', 'b', 'c\nd'), 'a\nc\nd');
  });

  it('does not choose between places, and makes nothing up', () => {
    assert.equal(replaced(text, '    return 1', '    return 2'), 2);
    assert.equal(replaced(text, 'return 1', 'return 2'), 2);
    assert.equal(replaced(text, '    return 3', '    return 2'), 0);
    assert.equal(replaced(text, '', 'x'), 0);
    assert.equal(replaced('a\na\na\n', 'a\na', 'b'), 2);
  });

  it('takes them however they are indented, and indents what replaces them like them', () => {
    assert.equal(
      replaced(text, 'if a:\n    return a.b', 'if a:\n    if a.b:\n        return a.b\n    return 0'),
      text.replace('        return a.b', '        if a.b:\n            return a.b\n        return 0'),
    );
    assert.equal(
      replaced(
        'f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n',
        '    if (a) {\n        b();\n    }',
        '    if (a) {\n        while (b) {\n            c();\n        }\n    }',
      ),
      'f() {\n\tif (a) {\n\t\twhile (b) {\n\t\t\tc();\n\t\t}\n\t}\n}\n',
    );
    assert.equal(
      replaced('f() {\n\tb();\n}\n', '    b();', '    if (b) {\n        b();\n    }'),
      'f() {\n\tif (b) {\n\t\tb();\n\t}\n}\n',
    );
    assert.equal(replaced('  a = 1\n', '      a  =  1', '      a = 1\n    b = 2'), '  a = 1\nb = 2\n');
  });

  it('takes them whatever blank lines are between them', () => {
    assert.equal(replaced('a\n\nb\nc\n', 'a\nb', 'a\nx\nb'), 'a\nx\nb\nc\n');
    assert.equal(replaced('a\nb\nc\n', 'a\n\nb', 'd'), 'd\nc\n');
  });

  it('takes a part of a line that stands there once', () => {
    assert.equal(replaced(text, 'a.b', 'a.c'), text.replace('a.b', 'a.c'));
    assert.equal(replaced('x = a + a\n', 'a', 'b'), 2);
  });

  it('leaves what cannot be seen where it is, though models are shown something else', () => {
    const odd = '\ufeffconst a = "\u200b";  \nconst b = "x\u202e";\n';
    assert.equal(
      replaced(
        odd,
        'const a = "⟦U+200B⟧";\nconst b = "x⟦U+202E⟧";',
        'const a = "⟦U+200B⟧";\nconst b = f("x⟦U+202E⟧");',
      ),
      odd.replace('"x\u202e"', 'f("x\u202e")'),
    );
    assert.equal(replaced('a\n', 'a', 'b⟦U+202E⟧'), 'b⟦U+202E⟧\n');
  });

  it('finds lines in which a model was not shown a secret, and keeps it', () => {
    const code = 'const key = "AKIAIOSFODNN7EXAMPLE";\nconnect(key);\n';
    const hidden = /\[scrubbed:[^\]]*\]/;
    const shown = withoutKeys(code);
    assert.match(shown, hidden);
    const [first = ''] = shown.split('\n');
    assert.equal(
      replaced(code, `${first}\nconnect(key);`, `${first}\nconnect(key, 1);`),
      code.replace('key)', 'key, 1)'),
    );
  });

  const row = fc.stringMatching(/^[ \t]{0,3}[ab(){};]{0,4}[ \t]{0,2}$/);
  const ends = fc.constantFrom('\n', '\r\n');
  it('keeps all other lines and how they end', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, ends), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.array(fc.stringMatching(/^[ \t]{0,3}[cd();]{1,4}$/), { maxLength: 3 }),
        (rows, seed, size, replace) => {
          const text = rows.map(([line, end]) => line + end).join('');
          const from = seed % rows.length;
          const to = Math.min(rows.length, from + 1 + size);
          const lines = (some: typeof rows) => some.map(([line]) => line);
          const found = replaceIn(text, { search: lines(rows.slice(from, to)), replace });
          if ('times' in found) return;
          const expected = [...lines(rows.slice(0, from)), ...replace, ...lines(rows.slice(to))];
          assert.deepEqual(found.text.split(/\r?\n/).slice(0, -1), expected);
          const uniform = new Set<string>(rows.map(([, end]) => end));
          for (const end of found.text.match(/\r?\n/g) ?? []) assert.ok(uniform.has(end));
        },
      ),
      { numRuns: 500 },
    ));

  const some = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '\t', '\r', '\ufeff', '\u202e', '⟦U+202E⟧'),
    maxLength: 4,
  });
  it('never throws, and is quick in a large file', () => {
    fc.assert(
      fc.property(fc.array(some), fc.array(some), fc.array(some), ends, (rows, search, replace, end) => {
        replaceIn(rows.join(end), { search, replace });
      }),
    );
    const large = Array.from({ length: 20_000 }, (_, at) => `  call(${at % 50});`).join('\n');
    assert.equal(replaced(large, 'call(1);\ncall(2);\ncall(4);', ''), 0);
  });
});
