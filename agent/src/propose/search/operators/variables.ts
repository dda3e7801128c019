import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isValue } from '../shape.ts';

const mostNames = 8;
/** A variable is less often mistaken where it is given a value than where it is read. */
const targetShare = 0.7;

/** Another variable of the scope, the likeliest by what both are used as. */
export function* variables(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  if (!language.isIdentifier(node) || language.isSelf(node)) return;
  const changed = isChanged(node);
  if (!isValue(node) && !changed) return;
  if (node.parent && language.call(node.parent)?.callee === node) return;
  const names = scene.visibleAt(node);
  if (!names.includes(node.text)) return;
  const ranked = names
    .filter(name => name !== node.text && !repeats(node, name))
    .map(name => ({
      name,
      share: scene.alike(node.text, name) * weightOf(name, node, scene) * (changed ? targetShare : 1),
    }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostNames);
  for (const [order, { name, share }] of ranked.entries())
    yield instead('variable', node, name, share / (1 + order * 0.12));
}

/** A name that is read nowhere has been forgotten somewhere; one that is read here only is needed here. */
function weightOf(name: string, node: SyntaxNode, scene: Scene): number {
  const forgotten = scene.usesOf(name).length === 0 ? 1.3 : 1;
  const last = scene.usesOf(node.text).length === 1 ? 0.7 : 1;
  return forgotten * last;
}

/** Whether both sides of an operator, or two arguments of a call, would be the same. */
function repeats(node: SyntaxNode, name: string): boolean {
  const { parent } = node;
  if (!parent) return false;
  const binary = binaryOf(parent);
  if (binary) return (binary.left === node ? binary.right : binary.left).text === name;
  if (/^(assignment(_expression)?|variable_declarator)$/.test(parent.type))
    return (parent.child('left') ?? parent.child('name'))?.text === name;
  return /^(argument_list|arguments|tuple|subscript)$/.test(parent.type)
    ? parent.parts.some(part => part.text === name)
    : false;
}

/** Whether a variable that is there already is given another value. */
function isChanged(node: SyntaxNode): boolean {
  const type = node.parent?.type ?? '';
  if (type === 'update_expression') return true;
  return node.field === 'left' && /^(augmented_)?assignment(_expression)?$/.test(type);
}
