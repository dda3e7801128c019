import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead, swapped } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { isValue } from '../shape.ts';

const asks = /^(indexOf|lastIndexOf|includes|startsWith|endsWith|concat|localeCompare|test|has)$/;
const cuts = /^(slice|substr)$/;
const texts = [
  ['toLowerCase()', 1],
  ['trim()', 0.6],
  ['toUpperCase()', 0.5],
] as const;
/** What lists that are given back are often put through. */
const lists = [
  ['sort((a, b) => a - b)', 0.9],
  ['reverse()', 0.7],
  ['sort()', 0.5],
  ['slice(1)', 0.5],
  ['slice(0, -1)', 0.4],
] as const;
const listing = /\.(map|filter|slice|concat|sort|reverse|split|from)$/;

/** What methods of JavaScript are asked of: the other way round, from the other end, after another method. */
export function* receivers(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (scene.python || !isValue(node)) return;
  const { language } = scene;
  const call = language.call(node);
  const member = call && language.member(call.callee);
  const [only, ...more] = call?.arguments ?? [];
  if (member && only && more.length === 0 && asks.test(member.property.text)) {
    const plain = [member.object, only].every(
      part => language.isIdentifier(part) || language.member(part) || language.subscript(part),
    );
    if (plain && member.object.text !== only.text) yield swapped('argument-swap', member.object, only, 0.8);
  }
  if (member && cuts.test(member.property.text))
    for (const end of call?.arguments ?? [])
      if (language.isIdentifier(end)) yield instead('slice', end, `-${end.text}`, 0.7);
  const [from, to] = call?.arguments ?? [];
  // What has a length ends so far behind where it begins.
  if (member && /^(slice|substring)$/.test(member.property.text) && from && to && language.isIdentifier(from))
    if (!to.text.includes(from.text)) yield instead('slice', to, `${from.text} + ${to.text}`, 1);
  yield* chained(node, scene);
}

/** A value put through methods that another value is put through, or that texts and results often are. */
function* chained(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language } = scene;
  const { parent } = node;
  const call = language.call(node);
  if (!parent || language.call(parent)?.callee === node) return;
  const asked = language.member(parent)?.object === node;
  if (language.isIdentifier(node) || call || language.subscript(node)) {
    if (!asked)
      for (const [order, chain] of chainsIn(scene).entries())
        if (!node.text.endsWith(chain) && !(parent.text.includes(chain) && parent.parts.length === 1))
          yield instead('call-of', node, node.text + chain, 1.2 / (1 + order * 0.4));
  }
  if (language.isIdentifier(node) && isText(node, scene))
    for (const [method, share] of texts) yield instead('call-of', node, `${node.text}.${method}`, share);
  const result =
    parent.type === 'return_statement' || (parent.type === 'arrow_function' && node.field === 'body');
  const isList =
    (call !== undefined && listing.test(call.callee.text)) ||
    (language.isIdentifier(node) && scene.is(node.text, 'list'));
  const split = call && /\.split\(('[^'\\]{0,3}'|"[^"\\]{0,3}")\)/.exec(node.text);
  if (result && split && !node.text.includes('.join('))
    yield instead('call-of', node, `${node.text}.join(${split[1]})`, 1.5);
  if (result && isList)
    for (const [method, share] of lists)
      if (!node.text.includes(`.${method.slice(0, 4)}`))
        yield instead('call-of', node, `${node.text}.${method}`, share);
}

const known = new WeakMap<Scene, string[]>();

/** Two methods and more, one after the other, of one value: `.split('').reverse().join('')`. */
function chainsIn(scene: Scene): readonly string[] {
  let found = known.get(scene);
  if (!found) {
    const { language } = scene;
    const chains = new Set<string>();
    for (const node of scene.nodes) {
      let links = 0;
      let root: SyntaxNode = node;
      for (;;) {
        const call = language.call(root);
        const member = call && language.member(call.callee);
        if (!member) break;
        root = member.object;
        links += 1;
      }
      const named = [...node.walk()].some(part => part !== root && isName(part, root, scene));
      if (links > 1 && !named && (node.parent ? !language.member(node.parent) : true))
        chains.add(node.text.slice(root.end - node.start));
    }
    found = [...chains].slice(0, 3);
    known.set(scene, found);
  }
  return found;
}

/** Whether a part of a chain is a variable, which may not be known elsewhere. */
function isName(part: SyntaxNode, root: SyntaxNode, { language }: Scene): boolean {
  return language.isIdentifier(part) && !root.contains(part) && part.field !== 'property';
}

/** Whether a name is used as a text, and nothing is known against it. */
function isText(node: SyntaxNode, scene: Scene): boolean {
  const kinds = scene.kindsOf(node.text);
  const call = node.parent?.parent && scene.language.call(node.parent.parent);
  const handed = call?.arguments.includes(node) ?? false;
  const asked = node.parent !== undefined && scene.language.member(node.parent)?.object === node;
  if (kinds.has('number') || kinds.has('function') || kinds.has('map') || kinds.has('flag')) return false;
  return kinds.has('text') ? handed || asked : kinds.size === 0 && handed;
}
