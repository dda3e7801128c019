import type { ImportInfo } from '../language.ts';
import type { Tree } from '../syntax.ts';

/** The packages that imports name. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const declaration of tree.root.parts) {
    if (declaration.type !== 'import_declaration') continue;
    for (const node of declaration.walk()) {
      if (node.type !== 'import_spec') continue;
      const source = node.child('path')?.text.slice(1, -1) ?? '';
      const name = node.child('name');
      const base = { source, line: node.line, node };
      if (name?.type === 'dot') found.push({ ...base, kind: 'named', imported: '*' });
      else if (name?.type === 'blank_identifier') found.push({ ...base, kind: 'side-effect' });
      else found.push({ ...base, kind: 'namespace', local: name?.text ?? packageName(source) });
    }
  }
  return found;
}

/** What a package is most likely called by its path: `v2` and `go-` are no part of it. */
function packageName(source: string): string {
  const parts = source.split('/').filter(part => !/^v\d+$/.test(part));
  return (parts.at(-1) ?? source).replace(/^go-|\.v\d+$|[.-]go$/g, '');
}
