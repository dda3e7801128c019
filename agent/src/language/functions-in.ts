import type { FunctionInfo } from './language.ts';
import type { SyntaxNode, Tree } from './syntax.ts';

/** Finds all functions of a tree in source order, once for each tree. */
export function functionsIn(
  types: ReadonlySet<string>,
  describe: (node: SyntaxNode) => FunctionInfo,
): (tree: Tree) => FunctionInfo[] {
  const known = new WeakMap<Tree, FunctionInfo[]>();
  return tree => {
    let found = known.get(tree);
    if (!found) {
      found = [];
      for (const node of tree.root.walk()) if (types.has(node.type) && node.named) found.push(describe(node));
      known.set(tree, found);
    }
    return found;
  };
}

/** The `return` statements of a body with what they return; not those of functions inside it. */
export function returnsIn(
  body: SyntaxNode,
  functionTypes: ReadonlySet<string>,
): { statement: SyntaxNode; value?: SyntaxNode }[] {
  const found: { statement: SyntaxNode; value?: SyntaxNode }[] = [];
  for (const node of body.walk(inner => !functionTypes.has(inner.type))) {
    if (node.type !== 'return_statement') continue;
    const value = node.parts[0];
    found.push(value ? { statement: node, value } : { statement: node });
  }
  return found;
}
