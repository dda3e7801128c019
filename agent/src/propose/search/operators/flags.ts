import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { conditionOf } from '../shape.ts';

/** A flag the other way round where it is set or handed on. */
export function* flags(node: SyntaxNode, _scene: Scene): Generator<Edit> {
  const { parent } = node;
  if (!/^(true|false)$/.test(node.type) || !parent || parent.type === 'return_statement') return;
  if (conditionOf(parent) === node || conditionOf(parent.parent ?? parent) === node) return;
  const [yes, no] = /^[TF]/.test(node.text) ? ['True', 'False'] : ['true', 'false'];
  yield instead('flag', node, node.type === 'true' ? no : yes);
}
