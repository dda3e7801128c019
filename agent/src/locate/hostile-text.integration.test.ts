import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { languageOf } from '../language/languages.ts';
import { symbolAt } from '../language/symbol-at.ts';
import { enclosingRange } from './enclosing.ts';
import { sameSyntax } from './same-syntax.ts';

const files = ['a.js', 'a.ts', 'a.tsx', 'a.py', 'a.java', 'a.go', 'a.rs', 'a.rb', 'a.php', 'a.cs'];
const texts: Readonly<Record<string, string>> = {
  nothing: '',
  brackets: `f${'('.repeat(10_000)}x${')'.repeat(10_000)}`,
  'open braces': `class A { void f() { ${'{'.repeat(10_000)}`,
  'nested functions': `<?php ${'class A { function f() { '.repeat(3000)}`,
  'nested blocks': `${'module A; def f; a do '.repeat(3000)}`,
  noise: '\u0000\uFFFD😀"\'`${#{\r\n'.repeat(3000),
  'half a surrogate': 'class A { String a = "\uD83D"; }\r\n\uDE00',
  'one very long file': 'a.b(c);\n'.repeat(130_000),
  'one very long line': '"'.repeat(1_000_000),
};

describe('text that nobody wrote', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`is read in every language: ${name}`, async () => {
      for (const file of files) {
        const language = await languageOf(file);
        assert.ok(language, file);
        const tree = language.parse(text);
        assert.ok(language.functions(tree).every(info => info.startLine <= info.endLine));
        assert.ok(Array.isArray(language.classes(tree)) && Array.isArray(language.imports(tree)));
        for (const info of language.functions(tree).slice(0, 20)) {
          language.returns(info);
          language.openEnd(info);
          if (info.body) language.assignments(info.body, true);
        }
        const deep = tree.nodeAt(text.length >> 1);
        language.alternatives(deep);
        language.classOf(language.statementOf(deep));
        await symbolAt(file, text, 2);
        const [from, to] = await enclosingRange(file, text, 1);
        assert.ok(from <= 1 && to >= 1);
        assert.notEqual(await sameSyntax(file, text, `${text}x`), true, file);
      }
    }).timeout(120_000);
  }
});
