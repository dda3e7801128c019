import assert from 'node:assert/strict';
import { textHunks } from '../git/diff.ts';
import { onlyFormatting } from './formatting.ts';

const same = (file: string, from: string, to: string) => onlyFormatting(file, textHunks(from, to));

describe('onlyFormatting', () => {
  it('sees through what formatters do', () => {
    assert(same('a.js', 'f(a, "b");\n', "f(\n  a,\n  'b',\n);\n"));
    assert(same('a.ts', 'return a + b;\n', 'return (\n  a +\n  b\n)\n'));
    assert(same('a.py', 'if a:\n  b()\n  if d:\n    c()\n', 'if a:\n    b()\n    if d:\n        c()\n'));
    assert(same('a.go', 'x := 1\n', '// why\nx := 1\n'));
    assert(same('a.js', 'a\n', 'a\n'));
    assert(same('a.rb', 'x = 1\n', '=begin\n=end\nx = 1\n'));
  });

  it('keeps apart what the program would notice', () => {
    assert(!same('a.js', 'return a;\n', 'return b;\n'));
    assert(!same('a.rs', '#![allow(a)]\n', '#![deny(a)]\n'));
    assert(!same('a.js', 'a();\nb();\nc();\nd();\n', 'b();\nc();\nd();\na();\n'));
    assert(!same('a.py', 'for x in y:\n    b()\n    c()\n', 'for x in y:\n    b()\nc()\n'));
    assert(!same('a.js', 'return new X;\n', 'returnnewX;\n'));
    assert(!same('a.js', 'x = (a + b) * (c);\n', 'x = a + b * c;\n'));
  });
});
