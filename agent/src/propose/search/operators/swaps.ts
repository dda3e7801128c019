import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, swapped } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf } from '../shape.ts';

/** Two arguments, operands, indexes or branches in each other's place. */
export function* swaps(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const call = language.call(node);
  if (call) {
    const plain = call.arguments.filter(part => !language.named(part) && !language.spreads(part));
    const own = call.callee.text === language.functionOf(node)?.name ? 1.1 : 0.9;
    yield* pairs('argument-swap', plain, scene, own);
  }
  const indexes = node.childrenOf('subscript');
  const [index] = indexes;
  if (indexes.length > 1) yield* pairs('index-swap', indexes, scene);
  else if (index?.type === 'tuple') yield* pairs('index-swap', index.parts, scene);
  const binary = binaryOf(node);
  if (binary?.family === 'arithmetic' && binary.left.text !== binary.right.text) {
    const { left, operator, right } = binary;
    const numeric = [left, right].some(side => scene.is(side.text, 'number') || /^\d/.test(side.text));
    const joins = operator.type === '+' && !numeric;
    const ordered = /^(-|\/|\/\/|%|\*\*|<<|>>)$/.test(operator.type);
    const bare = [left, right].every(side => binaryOf(side) === undefined);
    if ((joins || ordered) && bare) yield swapped('operand-swap', left, right, joins ? 1 : 0.7);
  }
  yield* branches(node);
}

function* pairs(
  kind: 'argument-swap' | 'index-swap',
  parts: readonly SyntaxNode[],
  scene: Scene,
  share = 1,
): Generator<Edit> {
  for (const [at, first] of parts.entries())
    for (const second of parts.slice(at + 1)) {
      if (first.text === second.text) continue;
      const identifiers = [first, second].every(part => scene.language.isIdentifier(part));
      const alike = identifiers ? 0.5 + 0.5 * scene.alike(first.text, second.text) : 0.75;
      yield swapped(kind, first, second, share * alike * (parts.indexOf(second) === at + 1 ? 1 : 0.8));
    }
}

function* branches(node: SyntaxNode): Generator<Edit> {
  const then = node.child('consequence');
  const [other] = node.childrenOf('alternative');
  if (node.type === 'ternary_expression' && then && other) yield swapped('branch-swap', then, other);
  const [one, , two] = node.type === 'conditional_expression' ? node.parts : [];
  if (one && two) yield swapped('branch-swap', one, two);
}
