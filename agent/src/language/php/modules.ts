import { foldersAbove } from '../folders.ts';
import type { ImportInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';

/** The names that `use` binds outside of classes. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk(inner => /^(?:program|namespace_|compound_statement)/.test(inner.type))) {
    if (node.type !== 'namespace_use_declaration') continue;
    const group = node.child('body');
    const prefix = group ? `${node.childOfType('namespace_name')?.text ?? ''}\\` : '';
    for (const clause of (group ?? node).parts) {
      if (clause.type === 'namespace_use_clause') found.push(binding(clause, prefix, node));
    }
  }
  return found;
}

function binding(clause: SyntaxNode, prefix: string, node: SyntaxNode): ImportInfo {
  const source = (prefix + (clause.childOfType('qualified_name', 'name')?.text ?? '')).replace(/^\\/, '');
  const imported = source.split('\\').at(-1) ?? '';
  const local = clause.child('alias')?.text ?? imported;
  return { kind: 'named', source, imported, local, line: node.line, node };
}

/** Files of a class by its full name: the beginning of it stands for some folder that is not its namesake. */
export function resolve(from: string, source: string): string[] {
  const names = source.split('\\');
  const found: string[] = [];
  for (let at = 0; at < names.length; at++) {
    const path = `${names.slice(at).join('/')}.php`;
    for (const folder of foldersAbove(from))
      for (const inner of ['', 'src/', 'app/', 'lib/']) found.push(folder + inner + path);
  }
  return found;
}
