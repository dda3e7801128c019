import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Family } from '../../language/language.ts';
import { codeIn } from './code-in.ts';

const families: readonly Family[] = ['javascript', 'python', 'php', 'go'];

describe('codeIn', () => {
  it('leaves out comments and texts for people, and keeps names of modules and code in texts', () => {
    const script = `import fs from 'node:fs'; // exec\n/* eval\n */ say("it's eval()", "\\"eval", f"{eval(x)}");`;
    assert.equal(codeIn(script, 'javascript'), `import fs from 'node:fs';  \n  say( ,  , f"{eval(x)}");`);
    assert.equal(codeIn(`a = 1 # it's\n"""eval\n'"""\nb = 'it\n`, 'python'), `a = 1  \n \nb = 'it\n`);
    assert.equal(codeIn(`a # 'b'\n// c\n`, 'php'), 'a  \n \n');
  });

  it('is what one regular expression says', () => {
    const piece = fc.constantFrom(...`"'/*#\\\n{a1 `, '"""', "'''", '/*', '*/', '//', '\\"');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom(...families), (pieces, family) => {
        assert.equal(codeIn(pieces.join(''), family), byOneExpression(pieces.join(''), family));
      }),
      { numRuns: 3000 },
    );
  });

  it('looks at each character a few times only, whatever is open', () => {
    for (const opened of ['"\\"', "'\\'", '/*', '"""a', '/*"']) {
      const text = `"${opened.repeat(300_000)}`;
      assert.equal(typeof codeIn(text, 'javascript'), 'string');
    }
  }).timeout(10_000);
});

/** The same without a care for time. */
function byOneExpression(text: string, family: Family): string {
  const literals = String.raw`"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[^\n]|[^"\\\n])*"|'(?:\\[^\n]|[^'\\\n])*'`;
  const slashes = String.raw`\/\*[\s\S]*?\*\/|\/\/[^\n]*`;
  const hashes = '#[^\\n]*';
  const comments = family === 'python' ? hashes : family === 'php' ? `${slashes}|${hashes}` : slashes;
  return text.replace(new RegExp(`(${literals})|${comments}`, 'g'), (_, literal: string | undefined) =>
    literal !== undefined && /^["'][\w@:./-]*["']$|\{/.test(literal) ? literal : ' ',
  );
}
