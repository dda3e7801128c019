import type { SyntaxNode } from '../../../language/syntax.ts';
import { replace } from '../../edit/patch.ts';
import { type Edit, edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isValue, operand, sumInPlace, wholeNumber } from '../shape.ts';

const rounds = /^Math\.(floor|ceil|round|trunc|abs)$/;
const rounding = ['Math.floor', 'Math.ceil', 'Math.round'];

/** Numbers as JavaScript reckons with them: a quotient is no whole number, and a difference may be below zero. */
export function* numerics(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (scene.python || !isValue(node)) return;
  if (wholeNumber(node) === 0) yield* belowZero(node);
  const binary = binaryOf(node);
  if (/^(==|===)$/.test(binary?.operator.type ?? '')) yield* ordered(node);
  if (binary?.family === 'arithmetic') {
    yield* remainder(node);
    yield* quotient(node);
    yield* shortened(node);
    const whole = binary.operator.type === '/' && !isRounded(node, scene);
    if (whole)
      for (const [order, name] of rounding.entries())
        yield instead('arithmetic', node, `${name}(${node.text})`, 0.8 / (1 + order * 0.5));
    if (binary.operator.type === '-' && !isRounded(node, scene))
      yield instead('wrap-extreme', node, `Math.abs(${node.text})`, 0.5);
    if (/^[-+*]$/.test(binary.operator.type) && isOutermost(node))
      for (const [change, share] of [
        ['/ 2', 0.35],
        ['* 2', 0.2],
      ] as const)
        yield instead('arithmetic', node, `(${node.text}) ${change}`, share);
  }
  if (scene.language.isIdentifier(node) && isSummed(node))
    yield instead('wrap-extreme', node, `Math.abs(${node.text})`, 0.35);
  // `count[x] = count[x] || 0`: what is counted goes on.
  if (binary && /^(\|\||\?\?)$/.test(binary.operator.type) && wholeNumber(binary.right) === 0)
    if (isOutermost(node)) yield instead('number-step', node, sumInPlace(`${operand(node)} + 1`, node), 1.2);
}

/** What cannot be found stands before the first. */
function* belowZero(node: SyntaxNode): Generator<Edit> {
  const { parent } = node;
  if (/^(assignment_expression|variable_declarator)$/.test(parent?.type ?? ''))
    yield instead('initial', node, '-1', 0.6);
  if (parent?.type === 'return_statement') yield instead('number-step', node, '-1', 0.6);
}

/** `=== 0` where all below or above was meant. */
function* ordered(node: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(node);
  if (!binary || wholeNumber(binary.right) === undefined) return;
  for (const sign of ['<', '>']) {
    const text = `${binary.left.text} ${sign} ${binary.right.text}`;
    yield edit(
      'equality',
      node,
      [replace(binary.operator, sign)],
      instead('equality', node, text).explanation,
      0.65,
    );
  }
}

/** Another operator where a remainder is compared with nothing. */
function* remainder(node: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(node);
  const around = node.parent && binaryOf(node.parent);
  if (!binary || binary.operator.type === '%' || binaryOf(binary.left) !== undefined) return;
  const compared = around?.family === 'comparison' && wholeNumber(around.right) !== undefined;
  const text = `${binary.left.text} % ${binary.right.text}`;
  const { explanation } = instead('arithmetic', node, text);
  yield edit('arithmetic', node, [replace(binary.operator, '%')], explanation, compared ? 0.9 : 0.15);
}

/** A quotient where a difference or a product is. */
function* quotient(node: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(node);
  if (!binary || !/^[-+]$/.test(binary.operator.type) || wholeNumber(binary.right) === 1) return;
  if (/^['"`]/.test(binary.left.text) || /^['"`]/.test(binary.right.text)) return;
  const { explanation } = instead('arithmetic', node, `${binary.left.text} / ${binary.right.text}`);
  yield edit('arithmetic', node, [replace(binary.operator, '/')], explanation, 0.3);
}

/** A chain of one operator without its last two parts. */
function* shortened(node: SyntaxNode): Generator<Edit> {
  const last = binaryOf(node);
  const before = last && binaryOf(last.left);
  if (before && before.operator.type === last.operator.type)
    yield instead('unwrap', node, before.left.text, 0.3);
}

function isRounded(node: SyntaxNode, scene: Scene): boolean {
  const call = node.parent?.parent && scene.language.call(node.parent.parent);
  return call?.arguments.includes(node) === true && rounds.test(call.callee.text);
}

/** Whether an expression is all that is assigned, declared or given back. */
function isOutermost(node: SyntaxNode): boolean {
  const around = node.parent?.type === 'parenthesized_expression' ? node.parent.parent : node.parent;
  return /^(assignment_expression|variable_declarator|return_statement|arrow_function)$/.test(
    around?.type ?? '',
  );
}

function isSummed(node: SyntaxNode): boolean {
  return node.parent?.type === 'augmented_assignment_expression' && node.field === 'right';
}
