import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isValue, operand, sumInPlace, wholeNumber } from '../shape.ts';

const changes = /^\.(pop|popleft|shift|sort|reverse|clear|close|next)\(/;

/** An expression with something around it: a limit, a slice, a difference, a power, a call that its neighbours have. */
export function* wraps(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!isValue(node) || wholeNumber(node) !== undefined) return;
  yield* limits(node, scene);
  if (scene.language.member(node) && node.parent && scene.language.call(node.parent)?.callee !== node)
    yield* calls(node, scene);
  if (
    !scene.language.isIdentifier(node) ||
    (node.parent && scene.language.call(node.parent)?.callee === node)
  )
    return;
  yield* slices(node, scene);
  yield* arithmetic(node, scene);
  yield* calls(node, scene);
}

/** `x = max(x, …)`, `x = max(0, …)` where a running value is set. */
function* limits(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { parent } = node;
  if (!parent || !/^(assignment|assignment_expression)$/.test(parent.type) || node.field !== 'right') return;
  const target = parent.child('left');
  if (!target || scene.language.member(target)) return;
  const binary = binaryOf(node);
  const running = scene.usesOf(target.text).length > 0 || target.type === 'subscript';
  if (
    !running ||
    (binary === undefined && !scene.is(node.text, 'number')) ||
    (binary && !/^[-+*/]/.test(binary.operator.type))
  )
    return;
  const [max, min] = scene.python ? ['max', 'min'] : ['Math.max', 'Math.min'];
  const self = new RegExp(`(?<![\\w$])${target.text.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])`).test(node.text);
  if (!self) {
    yield instead('wrap-extreme', node, `${max}(${target.text}, ${node.text})`, 1);
    yield instead('wrap-extreme', node, `${min}(${target.text}, ${node.text})`, 0.8);
    if (scene.is(target.text, 'number'))
      yield instead('wrap-extreme', node, `${target.text} + ${operand(node)}`, 0.5);
    return;
  }
  yield instead('wrap-extreme', node, `${max}(0, ${node.text})`, 0.8);
  const other =
    binary &&
    [binary.left, binary.right].find(side => side.text !== target.text && wholeNumber(side) === undefined);
  if (other) yield instead('wrap-extreme', node, `${max}(${other.text}, ${node.text})`, 0.6);
}

/** A part of a list where the whole is handed on. */
function* slices(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const kinds = scene.kindsOf(node.text);
  const { parent } = node;
  if (!parent || (kinds.size > 0 && !kinds.has('list') && !kinds.has('text')) || kinds.has('set')) return;
  const looped = node.field === 'right' && /^for_/.test(parent.type);
  const call = parent.parent && scene.language.call(parent.parent);
  const recursive = call?.callee.text === scene.language.functionOf(node)?.name;
  const argument = call?.arguments.includes(node) ?? false;
  if (!looped && !argument) return;
  const sure = kinds.size > 0 ? 1 : 0.5;
  const share = sure * (looped ? 0.9 : recursive ? 1 : 0.4);
  const part = (from: string) => (scene.python ? `${node.text}[${from}:]` : `${node.text}.slice(${from})`);
  // As the other arguments are cut, so this one may have to be.
  const alike = call?.arguments.some(other => /\[1:\]$|\.slice\(1\)$/.test(other.text)) ?? false;
  yield instead('slice', node, part('1'), alike ? 1.4 * sure : share * 0.9);
  if (scene.python) yield instead('slice', node, `${node.text}[:-1]`, share * 0.5);
  else yield instead('slice', node, `${node.text}.slice(0, -1)`, share * 0.5);
  let order = 0;
  for (const name of scene
    .visibleAt(node)
    .filter(known => scene.is(known, 'number'))
    .slice(0, 4)) {
    yield instead('slice', node, part(name), (share * 0.9) / (1 + order * 0.2));
    if (scene.python)
      yield instead('slice', node, `${node.text}[:${name}]`, (share * 0.7) / (1 + order * 0.2));
    else yield instead('slice', node, `${node.text}.slice(0, ${name})`, (share * 0.7) / (1 + order * 0.2));
    order += 1;
  }
}

function* arithmetic(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { parent } = node;
  if (!parent || !(scene.is(node.text, 'number') || scene.kindsOf(node.text).size === 0)) return;
  const sure = scene.is(node.text, 'number') ? 1 : 0.5;
  const call = parent.parent && scene.language.call(parent.parent);
  const recursive =
    (call?.arguments.includes(node) ?? false) && call?.callee.text === scene.language.functionOf(node)?.name;
  const binary = binaryOf(parent);
  const cut = parent.type === 'slice' || /\.(slice|substring|substr)$/.test(call?.callee.text ?? '');
  if (binary === undefined && !recursive && !cut) return;
  let order = 0;
  for (const name of scene.visibleAt(node)) {
    if (name === node.text || !scene.is(name, 'number') || order >= 4) continue;
    if (binary && [binary.left, binary.right].some(side => side.text === name)) continue;
    const share = (sure * (recursive ? 1 : cut ? 0.9 : 0.4)) / (1 + order * 0.25);
    yield instead('subtract', node, sumInPlace(`${node.text} - ${name}`, node), share);
    yield instead('subtract', node, sumInPlace(`${name} + ${node.text}`, node), share * (cut ? 1.2 : 0.7));
    order += 1;
  }
  if (binary && binary.family !== 'logical' && !recursive && sure === 1) {
    yield instead('power', node, `${node.text} ** 2`, binary.family === 'arithmetic' ? 1 : 0.6);
    yield instead('power', node, sumInPlace(`2 * ${node.text}`, node), 0.5);
    const negative = binary.family === 'arithmetic' && binary.right === node ? 0.4 : 0;
    if (negative > 0) yield instead('power', node, `-${node.text}`, negative);
  }
}

/** A function that is called on other values of the kind in this code. */
function* calls(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const { parent } = node;
  if (!parent || language.member(parent) || language.subscript(parent)) return;
  const seen = new Set<string>();
  for (const other of scene.nodes) {
    const call = language.call(other);
    const [only, ...more] = call?.arguments ?? [];
    if (call && !only) yield* method(node, call.callee, seen, scene);
    if (!call || !only || more.length > 0 || other.contains(node) || seen.has(call.callee.text)) continue;
    if (!language.isIdentifier(only) || language.member(call.callee)) continue;
    seen.add(call.callee.text);
    const fits = scene.alike(node.text, only.text);
    yield instead('call-of', node, `${call.callee.text}(${node.text})`, fits);
    if (seen.size >= 3) return;
  }
}

/** A method without arguments that other values are asked for. */
function* method(node: SyntaxNode, callee: SyntaxNode, seen: Set<string>, scene: Scene): Generator<Edit> {
  const member = scene.language.member(callee);
  const name = member && `.${member.property.text}()`;
  if (!member || name === undefined || seen.has(name) || callee.contains(node) || changes.test(name)) return;
  seen.add(name);
  const likely = scene.language.isIdentifier(member.object)
    ? scene.alike(node.text, member.object.text)
    : 0.6;
  yield instead('call-of', node, node.text + name, likely);
}
