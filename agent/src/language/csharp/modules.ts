import type { ImportInfo } from '../language.ts';
import type { Tree } from '../syntax.ts';

/** The namespaces that are used, and the names given to namespaces and classes. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk(inner =>
    /^(?:namespace|file_scoped|declaration_list)/.test(inner.type),
  )) {
    if (node.type !== 'using_directive') continue;
    const alias = node.child('name');
    const source = node.parts.at(-1)?.text ?? '';
    const base = { source, line: node.line, node };
    found.push(
      alias ? { ...base, kind: 'namespace', local: alias.text } : { ...base, kind: 'named', imported: '*' },
    );
  }
  return found;
}
