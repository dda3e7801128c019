import type { FunctionInfo, Language, Outline, Shapes } from './language.ts';
import type { SyntaxNode, Tree } from './syntax.ts';

const byNode = new WeakMap<Tree, ReadonlyMap<SyntaxNode, FunctionInfo>>();

/** What every language gets from the pieces that only it knows. */
export function assemble({
  shapes,
  ...rest
}: Omit<Outline, 'functionAt' | 'functionOf'> & { shapes: Shapes }): Language {
  const { functions } = rest;
  return {
    ...shapes,
    ...rest,
    functionAt: (tree, line) =>
      functions(tree).findLast(info => info.startLine <= line && line <= info.endLine),
    functionOf(node) {
      let known = byNode.get(node.tree);
      if (!known) {
        known = new Map(functions(node.tree).map(info => [info.node, info]));
        byNode.set(node.tree, known);
      }
      for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
        const found = known.get(at);
        if (found) return found;
      }
      return undefined;
    },
  };
}
