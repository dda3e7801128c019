import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, conditionOf, isValue, operand, wholeNumber } from '../shape.ts';

const most = 4;

/** What the function has at hand where it writes something else: a literal, an element, a call of the same method, a number. */
export function* reuse(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (scene.python || !isValue(node)) return;
  const { language } = scene;
  const binary = node.parent && binaryOf(node.parent);
  if (/^(string|number)$/.test(node.type) && (binary || isPart(node))) yield* named(node, scene);
  if (language.isIdentifier(node)) yield* indexed(node, scene);
  yield* combined(node, scene);
  if (language.subscript(node)) yield* variables(node, scene);
  if (language.call(node)) yield* calls(node, scene);
  if (language.isIdentifier(node) && binary?.family === 'arithmetic') yield* lengths(node, scene);
  yield* negated(node, scene);
  if (language.isIdentifier(node) && isCondition(node)) yield* atFirst(node, scene);
}

/** A variable in the place of a literal; most of all one that is asked for nowhere. */
function* named(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const binary = node.parent && binaryOf(node.parent);
  const other = binary && (binary.left === node ? binary.right : binary.left);
  const kind = node.type === 'string' ? 'text' : 'number';
  let order = 0;
  for (const name of scene.visibleAt(node)) {
    if (name === other?.text || order >= most) continue;
    const forgotten = scene.usesOf(name).length === 0;
    const kinds = scene.kindsOf(name);
    if (!forgotten && !kinds.has(kind)) continue;
    order += 1;
    yield instead('variable', node, name, forgotten ? 1.1 : 0.3 / order);
  }
}

function isPart({ parent, field }: SyntaxNode): boolean {
  return parent?.type === 'arguments' || (parent?.type === 'ternary_expression' && field !== 'condition');
}

/** A number that comes together with a variable that is asked for nowhere. */
function* combined(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { parent } = node;
  if (
    !parent ||
    !/^(arguments|return_statement|assignment_expression|variable_declarator)$/.test(parent.type)
  )
    return;
  const number = binaryOf(node)?.family === 'arithmetic' || scene.is(node.text, 'number');
  if (!number) return;
  for (const name of scene.visibleAt(node))
    if (scene.usesOf(name).length === 0 && !binds(parent, name))
      for (const [order, sign] of ['-', '+', '%', '*'].entries())
        yield instead('subtract', node, `${operand(node)} ${sign} ${name}`, 1 / (1 + order * 0.15));
}

function binds(parent: SyntaxNode, name: string): boolean {
  return (parent.child('left') ?? parent.child('name'))?.text === name;
}

/** The element in the place of its index. */
function* indexed(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  if (node.parent && language.subscript(node.parent)) return;
  const around = node.parent?.type ?? '';
  if (!/^(augmented_assignment_expression|arguments|return_statement)$/.test(around)) return;
  const found = new Set<string>();
  for (const other of scene.nodes) {
    const known = language.subscript(other);
    if (known?.index?.text === node.text && language.isIdentifier(known.object)) found.add(other.text);
  }
  for (const text of [...found].slice(0, 2)) yield instead('expression', node, text, 0.9);
}

/** A variable in the place of an element. */
function* variables(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const inside = new Set([...node.walk()].map(part => part.text));
  const known = scene.visibleAt(node).filter(name => !inside.has(name));
  const element = (name: string) =>
    scene.bindings.some(binding => binding.name === name && !binding.parameter) && !scene.is(name, 'list');
  for (const [order, name] of known.filter(element).slice(0, most).entries())
    yield instead('expression', node, name, 0.8 / (1 + order * 0.2));
}

/** Another call of the same method, as it is written elsewhere. */
function* calls(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const call = language.call(node);
  const method = call && language.member(call.callee)?.property.text;
  if (!method) return;
  const visible = new Set(scene.visibleAt(node));
  const bound = new Set(scene.bindings.map(({ name }) => name));
  const found = new Set<string>();
  for (const other of scene.nodes) {
    const known = language.call(other);
    if (!known || language.member(known.callee)?.property.text !== method) continue;
    if (other.text === node.text || other.contains(node) || node.contains(other) || found.size >= most)
      continue;
    const free = [...other.walk()].every(
      part => !language.isIdentifier(part) || !bound.has(part.text) || visible.has(part.text),
    );
    if (free) found.add(other.text);
  }
  let order = 0;
  for (const text of found) yield instead('expression', node, text, 0.7 / (1 + 0.25 * order++));
}

/** How long a list is, in the place of a number that is reckoned with. */
function* lengths(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const binary = node.parent && binaryOf(node.parent);
  if (!binary || binary.right !== node || !/^[-/%*]$/.test(binary.operator.type)) return;
  const lists = scene.visibleAt(node).filter(name => scene.is(name, 'list') || scene.is(name, 'text'));
  for (const name of lists.slice(0, 2))
    if (name !== node.text)
      yield instead('variable', node, `${name}.length`, binary.operator.type === '/' ? 0.6 : 0.3);
}

/** One part of a compound condition the other way round. */
function* negated(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const around = node.parent && binaryOf(node.parent);
  if (around?.family !== 'logical' || (node.parent && conditionOf(node.parent) === node)) return;
  const inner = node.type === 'unary_expression' ? node.child('argument') : undefined;
  if (inner && node.text.startsWith('!')) return;
  if (scene.language.call(node) || scene.language.isIdentifier(node) || scene.language.member(node))
    yield instead('negation', node, `!${node.text}`, 0.8);
}

function isCondition(node: SyntaxNode): boolean {
  const { parent } = node;
  const around = parent?.type === 'parenthesized_expression' ? parent.parent : parent;
  return around !== undefined && conditionOf(around) === node;
}

/** `negative` → `i === 0 && negative`: only at the beginning of the loop around. */
function* atFirst(node: SyntaxNode, scene: Scene): Generator<Edit> {
  for (const name of scene.visibleAt(node)) {
    const counts = scene.bindings.some(
      ({ name: known, value }) => known === name && value !== undefined && wholeNumber(value) === 0,
    );
    if (counts && scene.is(name, 'number'))
      yield instead('condition-more', node, `${node.text} && ${name} === 0`, 0.3);
  }
}
