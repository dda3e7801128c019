import { returnsIn } from '../functions-in.ts';
import type { FunctionInfo, RecordEntry, Shapes } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { assignments } from './assignments.ts';
import { fallsThrough, openEnd } from './flow.ts';
import { functionTypes } from './functions.ts';

const wrappers = new Set([
  'parenthesized_expression',
  'await_expression',
  'non_null_expression',
  'as_expression',
  'satisfies_expression',
  'type_assertion',
]);

function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (wrappers.has(inner.type)) {
    const next = inner.type === 'type_assertion' ? inner.parts.at(-1) : inner.parts[0];
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

function entry(node: SyntaxNode): RecordEntry | undefined {
  if (node.type === 'pair') {
    const key = node.child('key');
    const value = node.child('value');
    if (!key || !value || key.type === 'computed_property_name') return undefined;
    return { key: key.text.replace(/^['"]|['"]$/g, ''), keyNode: key, value, node };
  }
  if (node.type === 'shorthand_property_identifier') return { key: node.text, keyNode: node, node };
  if (node.type === 'method_definition') {
    const key = node.child('name');
    return key ? { key: key.text, keyNode: key, node } : undefined;
  }
  return undefined;
}

const statementLike =
  /(_statement|_declaration|^statement_block|^field_definition|^public_field_definition)$/;

export const shapes: Shapes = {
  unwrap,

  call(node) {
    const constructs = node.type === 'new_expression';
    if (!constructs && node.type !== 'call_expression') return undefined;
    const callee = node.child(constructs ? 'constructor' : 'function');
    const given = node.child('arguments');
    return callee
      ? { callee, arguments: given?.type === 'arguments' ? given.parts : [], constructs }
      : undefined;
  },

  member(node) {
    if (node.type !== 'member_expression') return undefined;
    const object = node.child('object');
    const property = node.child('property');
    return object && property
      ? { object, property, optional: node.children.some(child => child.type === 'optional_chain') }
      : undefined;
  },

  subscript(node) {
    if (node.type !== 'subscript_expression') return undefined;
    const object = node.child('object');
    const index = node.child('index');
    return object && index ? { object, index } : undefined;
  },

  record(node) {
    if (node.type !== 'object') return undefined;
    return {
      entries: node.parts.flatMap(part => entry(part) ?? []),
      spread: node.parts.some(part => part.type === 'spread_element'),
    };
  },

  list: node => (node.type === 'array' ? node.parts : undefined),
  string: node => (node.type === 'string' ? node.text.slice(1, -1) : undefined),
  named: () => undefined,
  spreads: node => node.type === 'spread_element',
  isIdentifier: node => node.type === 'identifier' || node.type === 'shorthand_property_identifier',
  isNothing: node => node.type === 'null' || node.type === 'undefined' || node.text === 'void 0',
  isSelf: node => node.type === 'this',

  alternatives(node, nothing = false) {
    const inner = unwrap(node);
    const all = (nodes: SyntaxNode[]) => nodes.flatMap(part => shapes.alternatives(part, nothing));
    if (inner.type === 'ternary_expression') {
      return all([...inner.childrenOf('consequence'), ...inner.childrenOf('alternative')]);
    }
    if (inner.type === 'binary_expression') {
      const operator = inner.child('operator')?.type;
      const sides = [...inner.childrenOf('left'), ...inner.childrenOf('right')];
      if (operator === '||' || operator === '??') return all(nothing ? sides.slice(1) : sides);
      if (operator === '&&') return all(nothing ? sides : sides.slice(1));
    }
    return [inner];
  },

  assignments,

  returns(info: FunctionInfo) {
    const body = info.body;
    if (!body) return [];
    if (body.type !== 'statement_block') return [{ statement: body, value: body }];
    return returnsIn(body, functionTypes);
  },

  fallsThrough,
  openEnd,

  handedTo(node) {
    const call = node.parent?.type === 'arguments' ? node.parent.parent : undefined;
    return call && shapes.call(call) ? call : undefined;
  },

  statementOf(node) {
    let at = node;
    while (at.parent && !(statementLike.test(at.type) && isInBlock(at))) at = at.parent;
    return at;
  },
};

function isInBlock(node: SyntaxNode): boolean {
  const parent = node.parent?.type;
  return (
    parent === 'statement_block' ||
    parent === 'program' ||
    parent === 'class_body' ||
    parent === 'switch_case' ||
    parent === 'switch_default' ||
    parent === 'export_statement' ||
    ((parent === 'if_statement' || parent === 'else_clause' || parent?.startsWith('for_') === true) &&
      node.type.endsWith('statement'))
  );
}
