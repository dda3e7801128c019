import { returnsIn } from '../functions-in.ts';
import type { FunctionInfo, Shapes } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { assignments } from './assignments.ts';
import { fallsThrough, openEnd } from './flow.ts';
import { functionTypes } from './functions.ts';

function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (
    inner.type === 'parenthesized_expression' ||
    inner.type === 'await' ||
    inner.type === 'named_expression'
  ) {
    const next = inner.type === 'named_expression' ? inner.child('value') : inner.parts[0];
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

function text(node: SyntaxNode): string | undefined {
  if (node.type !== 'string' || node.parts.some(part => part.type === 'interpolation')) return undefined;
  return node.childOfType('string_content')?.text ?? '';
}

export const shapes: Shapes = {
  unwrap,

  call(node) {
    if (node.type !== 'call') return undefined;
    const callee = node.child('function');
    const given = node.child('arguments');
    const constructs = /^(?:\w+\.)*_?[A-Z]\w*$/.test(callee?.text ?? '');
    return callee
      ? {
          callee,
          arguments: given?.type === 'argument_list' ? given.parts : given ? [given] : [],
          constructs,
        }
      : undefined;
  },

  member(node) {
    if (node.type !== 'attribute') return undefined;
    const object = node.child('object');
    const property = node.child('attribute');
    return object && property ? { object, property, optional: false } : undefined;
  },

  subscript(node) {
    if (node.type !== 'subscript') return undefined;
    const object = node.child('value');
    const index = node.child('subscript');
    return object && index ? { object, index } : undefined;
  },

  record(node) {
    if (node.type === 'call' && node.child('function')?.text === 'dict') {
      const given = node.child('arguments')?.parts ?? [];
      const entries = given.flatMap(part => {
        const key = part.type === 'keyword_argument' ? part.child('name') : undefined;
        const value = part.child('value');
        return key && value ? [{ key: key.text, keyNode: key, value, node: part }] : [];
      });
      return { entries, spread: entries.length !== given.length };
    }
    if (node.type !== 'dictionary') return undefined;
    const entries = node.parts.flatMap(part => {
      const keyNode = part.child('key');
      const value = part.child('value');
      const key = keyNode ? (text(keyNode) ?? keyNode.text) : undefined;
      return keyNode && value && key !== undefined ? [{ key, keyNode, value, node: part }] : [];
    });
    return { entries, spread: node.parts.some(part => part.type === 'dictionary_splat') };
  },

  list: node => (node.type === 'list' || node.type === 'tuple' ? node.parts : undefined),
  string: text,
  named(argument) {
    const name = argument.type === 'keyword_argument' ? argument.child('name') : undefined;
    const value = argument.child('value');
    return name && value ? { name: name.text, value } : undefined;
  },

  spreads: node => node.type === 'list_splat' || node.type === 'dictionary_splat',
  isIdentifier: node => node.type === 'identifier',
  isNothing: node => node.type === 'none',
  isSelf: node => node.type === 'identifier' && (node.text === 'self' || node.text === 'cls'),

  alternatives(node, nothing = false) {
    const inner = unwrap(node);
    const all = (nodes: (SyntaxNode | undefined)[]) =>
      nodes.flatMap(part => (part ? shapes.alternatives(part, nothing) : []));
    if (inner.type === 'conditional_expression') return all([inner.parts[0], inner.parts[2]]);
    if (inner.type === 'boolean_operator') {
      const left = inner.child('left');
      const right = inner.child('right');
      const both = (inner.child('operator')?.type === 'or') !== nothing;
      return all(both ? [left, right] : [right]);
    }
    return [inner];
  },

  assignments,

  returns(info: FunctionInfo) {
    const body = info.body;
    if (!body) return [];
    if (info.kind === 'lambda') return [{ statement: body, value: body }];
    return returnsIn(body, functionTypes);
  },

  fallsThrough,
  openEnd,

  handedTo(node) {
    const list = node.parent?.type === 'keyword_argument' ? node.parent.parent : node.parent;
    return list?.type === 'argument_list' ? list.parent : undefined;
  },

  statementOf(node) {
    let at = node;
    while (at.parent && at.parent.type !== 'block' && at.parent.type !== 'module') at = at.parent;
    return at;
  },
};
