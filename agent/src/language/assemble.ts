import type { FunctionInfo, Language, LanguageId, Shapes } from './language.ts';
import type { SyntaxNode, Tree } from './syntax.ts';

/** What every language gets from the pieces that only it knows. */
export function assemble(pieces: {
  id: LanguageId;
  family: Language['family'];
  parse: (text: string) => Tree;
  shapes: Shapes;
  functions: (tree: Tree) => FunctionInfo[];
  classes: (tree: Tree) => { name: string; node: SyntaxNode; line: number }[];
  imports: Language['imports'];
  resolve: Language['resolve'];
}): Language {
  const { shapes, ...rest } = pieces;
  return {
    ...shapes,
    ...rest,
    functionAt(tree, line) {
      const around = pieces.functions(tree).filter(info => info.startLine <= line && line <= info.endLine);
      return around.at(-1);
    },
    functionOf(node) {
      const all = pieces.functions(node.tree);
      for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
        const found = all.find(info => info.node === at);
        if (found) return found;
      }
      return undefined;
    },
  };
}
