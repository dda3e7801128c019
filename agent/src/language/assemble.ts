import type { ClassInfo, FunctionInfo, Language, Outline, Shapes } from './language.ts';
import type { SyntaxNode, Tree } from './syntax.ts';

const functionsByNode = new WeakMap<Tree, ReadonlyMap<SyntaxNode, FunctionInfo>>();
const classesByNode = new WeakMap<Tree, ReadonlyMap<SyntaxNode, ClassInfo>>();

/** What is known of a node, or of the nearest around it of which something is. */
function nearest<T extends { node: SyntaxNode }>(
  cache: WeakMap<Tree, ReadonlyMap<SyntaxNode, T>>,
  all: (tree: Tree) => T[],
  node: SyntaxNode,
): T | undefined {
  let known = cache.get(node.tree);
  if (!known) {
    known = new Map(all(node.tree).map(info => [info.node, info]));
    cache.set(node.tree, known);
  }
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    const found = known.get(at);
    if (found) return found;
  }
  return undefined;
}

/** What every language gets from the pieces that only it knows. */
export function assemble({
  shapes,
  ...rest
}: Omit<Outline, 'functionAt' | 'functionOf' | 'classOf'> & { shapes: Shapes }): Language {
  const { functions, classes } = rest;
  const functionOf = (node: SyntaxNode) => nearest(functionsByNode, functions, node);
  return {
    ...shapes,
    ...rest,
    functionAt: (tree, line) =>
      functions(tree).findLast(info => info.startLine <= line && line <= info.endLine),
    functionOf,
    classOf(node) {
      const around = nearest(classesByNode, classes, node);
      if (around) return around;
      for (let info = functionOf(node); info; info = info.node.parent && functionOf(info.node.parent)) {
        const { className } = info;
        if (className) return classes(node.tree).find(found => found.name === className);
      }
      return undefined;
    },
  };
}
