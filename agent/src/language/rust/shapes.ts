import { bind, byPlace, kindOf, type Patterns, type Taken } from '../described/binding.ts';
import {
  branches,
  last,
  member,
  type ShapeDescription,
  subscript,
  type Wrapped,
} from '../described/forms.ts';
import type { Assignment, RecordEntry } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

/** `Some(x)` and the like stand for what is in them, as `?` and `unwrap` do. */
const wrapping = /^(?:Some|Ok|Err|Box)$/;
const through = new Set([
  'match_pattern',
  'mut_pattern',
  'ref_pattern',
  'reference_pattern',
  'captured_pattern',
]);

function field(node: SyntaxNode): Taken[] {
  const name = node.child('name');
  const target = node.child('pattern') ?? name;
  return name && target ? [{ target, key: name.text }] : [];
}

const patterns: Patterns = {
  apart(node) {
    if (through.has(node.type))
      return node.parts
        .filter(part => part.type !== 'mutable_specifier')
        .slice(0, 1)
        .map(target => ({ target }));
    switch (node.type) {
      case 'tuple_pattern':
      case 'slice_pattern':
        return byPlace(node.parts);
      case 'or_pattern':
        return node.parts.map(target => ({ target }));
      case 'tuple_struct_pattern': {
        const parts = node.parts.filter(part => part.field !== 'type');
        return wrapping.test(node.child('type')?.text ?? '')
          ? parts.map(target => ({ target }))
          : byPlace(parts);
      }
      case 'struct_pattern':
        return node.parts.flatMap(part => (part.type === 'field_pattern' ? field(part) : []));
      default:
        // A name in capitals, a literal: nothing is bound.
        return /^(?:identifier|shorthand_field_identifier|self)$/.test(node.type) &&
          /^[\p{Ll}_]/u.test(node.text)
          ? undefined
          : [];
    }
  },
  values: node => (node.type === 'tuple_expression' ? node.parts : undefined),
};

/** What is on the left of an assignment. What is pointed to stands for the pointer. */
const places: Patterns = {
  apart(node) {
    if (node.type === 'tuple_expression') return byPlace(node.parts);
    const through = node.type === 'unary_expression' || node.type === 'parenthesized_expression';
    return through ? node.parts.map(target => ({ target })) : undefined;
  },
  values: node => (node.type === 'tuple_expression' ? node.parts : undefined),
};

/** `for (i, x) in xs.iter().enumerate()` runs over elements. */
function loop(node: SyntaxNode): Assignment[] {
  const [pattern, value] = [node.child('pattern'), node.child('value')];
  const callee = value?.type === 'call_expression' ? value.child('function') : undefined;
  if (pattern?.type === 'tuple_pattern' && callee?.child('field')?.text === 'enumerate')
    return bind(patterns, pattern.parts[1], callee.child('value'), 'element', node);
  return bind(patterns, pattern, value, 'element', node);
}

function matched(node: SyntaxNode): Assignment[] {
  return bind(patterns, node.child('pattern'), node.parent?.parent?.child('value'), 'declare', node);
}

function declared(node: SyntaxNode): Assignment[] {
  const target = node.child('name');
  const value = node.child('value');
  return target ? [{ target, ...(value ? { value } : {}), kind: 'declare', statement: node }] : [];
}

function record(node: SyntaxNode): { entries: RecordEntry[]; spread: boolean } {
  const parts = node.child('body')?.parts ?? [];
  const entries = parts.flatMap(part => {
    const keyNode = part.child('field') ?? part.parts[0];
    const value = part.child('value');
    if (!keyNode || part.type === 'base_field_initializer') return [];
    return [{ key: keyNode.text, keyNode, ...(value ? { value } : {}), node: part }];
  });
  return { entries, spread: parts.some(part => part.type === 'base_field_initializer') };
}

/** `vec![a, b]`, as long as each element is one token: the grammar says no more of what is in a macro. */
function macroList(node: SyntaxNode): SyntaxNode[] | undefined {
  const inside = node.childOfType('token_tree')?.children.slice(1, -1) ?? [];
  const plain = inside.every((token, at) => (at % 2 === 0 ? token.named : token.type === ','));
  return node.child('macro')?.text === 'vec' && plain ? inside.filter(token => token.named) : undefined;
}

function arms(node: SyntaxNode): (SyntaxNode | undefined)[] {
  return (node.child('body')?.parts ?? []).map(arm => arm.child('value'));
}

/** An `if` or `match` at the end of a block is a value unless a semicolon follows. */
function statement(node: SyntaxNode): (SyntaxNode | undefined)[] {
  return node.children.at(-1)?.type === ';' ? [] : node.parts.slice(0, 1);
}

export const shapes: ShapeDescription = {
  wrappers: new Map<string, Wrapped>([
    ['parenthesized_expression', 0],
    ['await_expression', 0],
    ['try_expression', 0],
    ['reference_expression', 'value'],
    ['unary_expression', (node: SyntaxNode) => (node.children[0]?.type === '*' ? node.parts[0] : undefined)],
    ['type_cast_expression', 'value'],
  ]),
  calls: new Map([
    ['call_expression', { callee: 'function' }],
    ['macro_invocation', { callee: 'macro' }],
  ]),
  members: new Map([
    ['field_expression', member('value', 'field')],
    ['scoped_identifier', member('path', 'name')],
  ]),
  subscripts: new Map([['index_expression', subscript(0, 1)]]),
  records: new Map([['struct_expression', record]]),
  lists: new Map([
    ['macro_invocation', macroList],
    ['array_expression', (node: SyntaxNode) => node.parts],
    ['tuple_expression', (node: SyntaxNode) => node.parts],
  ]),
  strings: new Set(['string_literal', 'raw_string_literal']),
  identifiers: new Set(['identifier', 'shorthand_field_identifier']),
  isNothing: node => (node.type === 'identifier' && node.text === 'None') || node.type === 'unit_expression',
  isSelf: node => node.type === 'self' || (node.type === 'identifier' && node.text === 'Self'),
  choices: new Map([
    ['if_expression', branches('consequence', 'alternative')],
    ['else_clause', last],
    ['match_expression', arms],
    ['block', last],
    ['unsafe_block', last],
    ['expression_statement', statement],
  ]),
  operators: new Map(),
  assignments: new Map([
    ['let_declaration', node => bind(patterns, node.child('pattern'), node.child('value'), 'declare', node)],
    ['let_condition', node => bind(patterns, node.child('pattern'), node.child('value'), 'declare', node)],
    ['assignment_expression', node => bind(places, node.child('left'), node.child('right'), 'assign', node)],
    [
      'compound_assignment_expr',
      node =>
        bind(places, node.child('left'), node.child('right'), kindOf(node.child('operator')?.text), node),
    ],
    ['for_expression', loop],
    ['match_arm', matched],
    ['const_item', declared],
    ['static_item', declared],
  ]),
  returns: new Set(['return_expression']),
  returnsLast: body =>
    body.parent?.type === 'closure_expression' || body.parent?.child('return_type') !== undefined,
  blocks: new Set(['source_file', 'block', 'declaration_list', 'match_block']),
};
