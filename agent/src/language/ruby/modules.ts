import { posix } from 'node:path';
import { foldersAbove } from '../folders.ts';
import type { ImportInfo } from '../language.ts';
import type { Tree } from '../syntax.ts';

/** The files that are required; in Ruby that binds no name. One beside the file begins with a dot. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk(inner => inner.type !== 'method')) {
    const method = node.type === 'call' ? node.child('method')?.text : undefined;
    if (method !== 'require' && method !== 'require_relative') continue;
    const name = node.child('arguments')?.parts[0]?.childOfType('string_content')?.text;
    if (name === undefined) continue;
    const source = method === 'require' || name.startsWith('.') ? name : `./${name}`;
    found.push({ kind: 'side-effect', source, line: node.line, node });
  }
  return found;
}

/** Files of a required name: beside the file for one with a dot, else below the usual folders. */
export function resolve(from: string, source: string): string[] {
  const file = source.endsWith('.rb') ? source : `${source}.rb`;
  if (source.startsWith('.')) {
    const path = posix.join(posix.dirname(from), file);
    return path.startsWith('..') ? [] : [path];
  }
  return foldersAbove(from).flatMap(folder => ['', 'lib/', 'app/'].map(inner => folder + inner + file));
}
