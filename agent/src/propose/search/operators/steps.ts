import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, type EditKind, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, inCondition, isValue, sumInPlace, wholeNumber } from '../shape.ts';

const ranges = /^(range|slice|substring|substr|splice|randint|islice)$/;

/** One more or one less where a bound, an index, a length or a number is written. */
export function* steps(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!isValue(node)) return;
  const value = wholeNumber(node);
  if (value !== undefined) {
    yield* numbers(node, value, scene);
    return;
  }
  if (wholeNumber(last(node)) === 1) yield* taken(node);
  const place = placeOf(node, scene);
  if (!place || wholeNumber(last(node)) !== undefined) return;
  const [kind, less, more] = place;
  for (const [sign, share] of [
    ['-', less],
    ['+', more],
  ] as const)
    if (share > 0) yield instead(kind, node, sumInPlace(`${node.text} ${sign} 1`, node), share);
}

/** A step that is there already, left out. */
function* taken(node: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(node);
  if (binary && /^[+-]$/.test(binary.operator.type)) yield instead('bound-step', node, binary.left.text, 0.7);
}

function last(node: SyntaxNode): SyntaxNode {
  return binaryOf(node)?.right ?? node;
}

/** What a step at a node would change, with how likely one less and one more are. */
function placeOf(node: SyntaxNode, scene: Scene): readonly [EditKind, number, number] | undefined {
  const { parent } = node;
  if (!parent || !countable(node, scene)) return undefined;
  const index = scene.language.subscript(parent)?.index === node;
  if (index) return ['index-step', 1, 0.8];
  if (parent.type === 'subscript' && node.field === 'subscript') return ['index-step', 0.8, 0.6];
  if (parent.type === 'slice') return ['bound-step', 0.8, 0.9];
  const around = parent.parent ? scene.language.call(parent.parent) : undefined;
  if (around?.arguments.includes(node)) {
    const name = scene.language.member(around.callee)?.property.text ?? around.callee.text;
    if (ranges.test(name)) return ['bound-step', 0.8, 1];
    const recursive = name === scene.language.functionOf(node)?.name;
    if (!recursive) return ['argument-step', 0.4, 0.4];
    const moving = around.arguments.some(other => other !== node && wholeNumber(last(other)) !== undefined);
    const share = (scene.is(node.text, 'number') ? 1 : 0.6) * (moving ? 0.6 : 1);
    return ['argument-step', share, share];
  }
  if (isLength(node)) return ['bound-step', 0.8, 0.5];
  const binary = binaryOf(parent);
  if (binary?.family === 'comparison' && /[<>]/.test(binary.operator.type) && inCondition(parent))
    return binary.right === node ? ['bound-step', 0.7, 0.6] : ['bound-step', 0.25, 0.4];
  if (parent.type === 'return_statement') return ['number-step', 0.8, 0.8];
  if (/assignment|declarator/.test(parent.type) && scene.is(node.text, 'number'))
    return ['number-step', 0.8, 0.8];
  return undefined;
}

function countable(node: SyntaxNode, scene: Scene): boolean {
  if (scene.language.isIdentifier(node)) {
    const kinds = scene.kindsOf(node.text);
    return kinds.size === 0 || kinds.has('number');
  }
  return isLength(node) || binaryOf(node)?.family === 'arithmetic';
}

function isLength(node: SyntaxNode): boolean {
  return /^len\(|\.length$|^Math\.|^\w+\.size$/.test(node.text) && /call|member|attribute/.test(node.type);
}

function* numbers(node: SyntaxNode, value: number, scene: Scene): Generator<Edit> {
  const { parent } = node;
  if (!parent) return;
  const start = /assignment|declarator/.test(parent.type);
  const binary = binaryOf(parent);
  const compared = binary?.family === 'comparison';
  const bound = parent.type === 'slice' || /^(argument_list|arguments)$/.test(parent.type) || compared;
  const share = scene.language.subscript(parent) ? 1 : 0.9;
  const kind = start ? 'initial' : bound ? 'bound-step' : 'number-step';
  const weight = bound ? 0.75 : share;
  const around = binary && /^[+-]$/.test(binary.operator.type) && value === 1 ? 0.5 : 1;
  for (const near of value === 0 ? [1] : [value - 1, value + 1])
    yield instead(kind, node, String(near), weight * around * (value > 2 ? 0.6 : 1));
  if (value === 0 && scene.python && (scene.language.subscript(parent) || parent.type === 'subscript'))
    yield instead('number-step', node, '-1', 0.7);
  if (start && value === 0 && scene.python) yield instead('initial', node, "float('inf')", 0.35);
  if (start && value === 0 && !scene.python) yield instead('initial', node, 'Infinity', 0.35);
  if (start && value <= 1) yield instead('initial', node, scene.python ? "float('-inf')" : '-Infinity', 0.3);
}
