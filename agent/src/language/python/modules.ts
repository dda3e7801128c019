import type { ImportInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';

/** The names that `import` and `from … import` bind. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk()) {
    if (node.type === 'import_statement') {
      for (const name of node.childrenOf('name')) found.push(module(name, node));
    } else if (node.type === 'import_from_statement') {
      found.push(...members(node));
    }
  }
  return found;
}

function module(name: SyntaxNode, node: SyntaxNode): ImportInfo {
  const source = (name.child('name') ?? name).text;
  return { source, kind: 'namespace', local: name.child('alias')?.text ?? source, line: node.line, node };
}

function members(node: SyntaxNode): ImportInfo[] {
  const base = {
    source: node.child('module_name')?.text ?? '',
    kind: 'named' as const,
    line: node.line,
    node,
  };
  if (node.childOfType('wildcard_import')) return [{ ...base, imported: '*' }];
  return node.childrenOf('name').map(name => {
    const imported = (name.child('name') ?? name).text;
    return { ...base, imported, local: name.child('alias')?.text ?? imported };
  });
}

/** Paths that a module name may mean: beside the file for a relative one, else from any folder above it. */
export function resolve(from: string, source: string): string[] {
  const folder = from.split('/').slice(0, -1);
  const dots = /^\.*/.exec(source)?.[0].length ?? 0;
  const names = source.slice(dots).split('.').filter(Boolean);
  const bases: string[][] = [];
  if (dots > 0) {
    if (dots - 1 > folder.length) return [];
    bases.push(folder.slice(0, folder.length - (dots - 1)));
  } else {
    for (let depth = folder.length; depth >= 0; depth--) bases.push(folder.slice(0, depth));
    bases.push(['src'], ['lib']);
  }
  const paths = bases.flatMap(base => {
    const path = [...base, ...names].join('/');
    return path ? [`${path}.py`, `${path}/__init__.py`] : ['__init__.py'];
  });
  return [...new Set(paths)];
}
