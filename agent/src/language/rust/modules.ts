import { foldersAbove } from '../folders.ts';
import type { ImportInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';

/** The names that `use` binds. */
export function imports(tree: Tree): ImportInfo[] {
  const found: ImportInfo[] = [];
  for (const node of tree.root.walk()) {
    const argument = node.type === 'use_declaration' ? node.child('argument') : undefined;
    if (argument) found.push(...bindings(argument, [], node));
  }
  return found;
}

function bindings(tree: SyntaxNode, before: readonly string[], node: SyntaxNode): ImportInfo[] {
  const path = (part: SyntaxNode | undefined) => [...before, ...(part?.text.split('::') ?? [])];
  switch (tree.type) {
    case 'use_list':
      return tree.parts.flatMap(part => bindings(part, before, node));
    case 'scoped_use_list':
      return bindings(tree.child('list') ?? tree, path(tree.child('path')), node);
    case 'use_wildcard':
      return [
        { kind: 'named', source: path(tree.parts[0]).join('::'), imported: '*', line: node.line, node },
      ];
    case 'use_as_clause':
      return [named(path(tree.child('path')), tree.child('alias')?.text, node)];
    default:
      return [named(tree.type === 'self' ? before : path(tree), undefined, node)];
  }
}

function named(path: readonly string[], alias: string | undefined, node: SyntaxNode): ImportInfo {
  const imported = path.at(-1) ?? '';
  const source = path.slice(0, -1).join('::');
  return { kind: 'named', source, imported, local: alias ?? imported, line: node.line, node };
}

/** Files of a module of the same crate; nothing for other crates. */
export function resolve(from: string, source: string): string[] {
  const [first = '', ...names] = source.split('::');
  const own = from.replace(/(?:\/(?:mod|lib|main))?\.rs$/, '').split('/');
  const up = [first, ...names].filter(name => name === 'super').length;
  const inside = names.filter(name => name !== 'super' && name !== 'self');
  const roots =
    first === 'crate'
      ? foldersAbove(from).filter(folder => /(?:^|\/)(?:src|tests|examples|benches)\/$/.test(folder))
      : first === 'super' || first === 'self'
        ? [`${own.slice(0, own.length - up).join('/')}/`]
        : [];
  const found: string[] = [];
  // The last names may be those of something in the module.
  for (const root of roots) {
    for (let length = inside.length; length > 0; length--) {
      const path = root + inside.slice(0, length).join('/');
      found.push(`${path}.rs`, `${path}/mod.rs`);
    }
    found.push(`${root}lib.rs`, `${root}main.rs`, `${root}mod.rs`, `${root.slice(0, -1)}.rs`);
  }
  return found;
}
