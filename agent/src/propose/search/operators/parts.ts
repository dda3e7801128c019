import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isStatement, isValue } from '../shape.ts';

/** An expression without what is around a part of it: a call, a slice, an operand, a negation. */
export function* parts(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  if (
    !isValue(node) ||
    (node.parent && isStatement(node.parent) && node.parent.type === 'expression_statement')
  )
    return;
  const call = language.call(node);
  if (call && call.arguments.length >= 1 && !call.constructs) {
    const recursive = call.callee.text === language.functionOf(node)?.name;
    for (const part of call.arguments.slice(0, 2))
      if (isValue(part))
        yield instead('unwrap', node, part.text, (recursive ? 0.9 : 0.5) / call.arguments.length);
  }
  const receiver = call && language.member(call.callee)?.object;
  if (receiver && language.isIdentifier(receiver)) yield instead('unwrap', node, receiver.text, 0.3);
  const binary = binaryOf(node);
  if (binary?.family === 'arithmetic') {
    for (const [side, other] of [
      [binary.left, binary.right],
      [binary.right, binary.left],
    ] as const) {
      const grows = language.call(side)?.callee.text === language.functionOf(node)?.name;
      yield instead('unwrap', node, side.text, grows ? 0.9 : /^\d/.test(other.text) ? 0.6 : 0.4);
    }
  }
  if (node.type === 'not_operator' || /^[!-]/.test(node.text)) {
    const inner = node.child('argument');
    if (inner) yield instead('negation', node, inner.text, 0.8);
  }
  const sliced = language.subscript(node);
  if (sliced && node.childOfType('slice')) yield instead('unwrap', node, sliced.object.text, 0.7);
}
