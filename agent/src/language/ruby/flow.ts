import type { SyntaxNode } from '../syntax.ts';

/** Branches that lie deeper in one another are not looked into. */
const deepest = 50;

/** The last expression of a method that gives `nil` since no branch of it is taken, or the empty method itself. */
export function openEnd(node: SyntaxNode | undefined, depth = 0): SyntaxNode | undefined {
  if (!node || depth > deepest) return undefined;
  const among = (branches: (SyntaxNode | undefined)[]) =>
    branches.map(branch => openEnd(branch, depth + 1)).find(found => found !== undefined);
  switch (node.type) {
    case 'body_statement':
    case 'block_body':
    case 'then':
    case 'else': {
      const own = node.parts.filter(part => !/^(?:rescue|ensure|else)$/.test(part.type));
      return own.length === 0 ? node : among([own.at(-1)]);
    }
    case 'if':
    case 'unless':
    case 'elsif':
      return node.child('alternative') ? among([node.child('consequence'), node.child('alternative')]) : node;
    case 'case':
      return node.childOfType('else')
        ? among(
            node.parts.map(part =>
              part.type === 'when' ? part.child('body') : part.type === 'else' ? part : undefined,
            ),
          )
        : node;
    case 'if_modifier':
    case 'unless_modifier':
    case 'while':
    case 'until':
      return node;
    default:
      return undefined;
  }
}
