import assert from 'node:assert/strict';
import { textHunks } from '../git/diff.ts';
import { onlyFormatting } from './formatting.ts';
import { nameChange, withoutRenaming } from './renamed-code.ts';

describe('withoutRenaming', () => {
  function isForm(before: string, after: string): boolean {
    const names = nameChange(before, after);
    const hunks = textHunks(before, after).map(hunk => withoutRenaming(hunk, names));
    return onlyFormatting('a.js', hunks);
  }

  it('sees through a name of the file that is another one everywhere', () => {
    assert(isForm('let sum = a;\nf();\nreturn sum * b;\n', 'let total = a;\nf();\nreturn total * b;\n'));
    assert(isForm('let sum = a;\nreturn sum * b;\n', 'let total =\n  a;\nreturn (total * b);\n'));
    assert(isForm('f(...rest);\n', 'f(...others);\n'));
  });

  it('takes it for a change where the meaning may be another', () => {
    const cases = [
      // Not everywhere.
      ['let sum = a;\nreturn sum * sum;\n', 'let total = a;\nreturn total * sum;\n'],
      // Another that was there.
      ['let sum = a + b;\nreturn sum;\n', 'let sum = a + b;\nreturn b;\n'],
      // Asked of an object, a string, a key.
      ['return user.name;\n', 'return user.title;\n'],
      ["return user['name'];\n", "return user['title'];\n"],
      // Two became one.
      ['return first + second;\n', 'return both + both;\n'],
      ['let sum = a;\n', 'let total = b;\nlet b;\n'],
    ] as const;
    for (const [before, after] of cases) assert(!isForm(before, after), after);
  });

  it('is quick with hostile text', () => {
    const long = { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, removed: ['a.'.repeat(500_000)] };
    const hunk = { ...long, added: ['b.'.repeat(500_000)] };
    const names = { lost: new Set(['a']), gained: new Set(['b']) };
    const best = Math.min(
      ...[1, 2, 3].map(() => {
        const began = performance.now();
        withoutRenaming(hunk, names);
        return performance.now() - began;
      }),
    );
    assert(best < 500, `${best} ms`);
  });
});
