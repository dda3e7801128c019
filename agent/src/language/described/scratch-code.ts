import assert from 'node:assert/strict';
import type { Language } from '../language.ts';
import { languageOf } from '../languages.ts';
import type { SyntaxNode } from '../syntax.ts';

/** How the statements of each language become a file: inside a method, where it must be so. */
const around: Readonly<Record<string, (code: string) => string>> = {
  java: code => `class A { Object f(Object o) { ${code} } }`,
  go: code => `package a\nfunc f() {\n${code}\n}\n`,
  rs: code => `fn f() -> i32 { ${code} }`,
  rb: code => `def f\n${code}\nend\n`,
  php: code => `<?php function f($o) { ${code} }`,
  cs: code => `class A { object F(object o) { ${code} } }`,
};

interface Read {
  language: Language;
  root: SyntaxNode;
  /** The outermost node with this text. */
  node(text: string): SyntaxNode;
}

/** Reads statements of a language. */
export async function read(ending: string, code: string): Promise<Read> {
  const language = await languageOf(`a.${ending}`);
  assert.ok(language, ending);
  const tree = language.parse(around[ending]?.(code) ?? code);
  assert.equal(tree.hasError, false, code);
  const node = (text: string) => {
    const found = [...tree.root.walk()].find(inner => inner.text === text);
    assert.ok(found, text);
    return found;
  };
  return { language, root: tree.root, node };
}

export const texts = (nodes: readonly (SyntaxNode | undefined)[]) => nodes.map(node => node?.text);
