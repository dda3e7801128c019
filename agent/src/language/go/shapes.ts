import { bind, byPlace, kindOf, type Patterns } from '../described/binding.ts';
import { member, type ShapeDescription, subscript, type Wrapped } from '../described/forms.ts';
import type { Assignment, RecordEntry } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

const patterns: Patterns = {
  apart(node) {
    if (pointed(node)) return node.parts.map(target => ({ target }));
    if (node.type !== 'expression_list') return undefined;
    return node.parts.length === 1 ? node.parts.map(target => ({ target })) : byPlace(node.parts);
  },
  values: node => (node.type === 'expression_list' ? node.parts : undefined),
};

/** `*p`, or `(*p)`: what is pointed to stands for the pointer. */
function pointed(node: SyntaxNode): boolean {
  return (
    node.type === 'parenthesized_expression' ||
    (node.type === 'unary_expression' && /^[&*]$/.test(node.child('operator')?.text ?? ''))
  );
}

/** What `v, ok := …` asks for: the value, and whether it was there. */
const asks = new Set(['index_expression', 'type_assertion_expression', 'unary_expression']);

function assign(
  targets: SyntaxNode | undefined,
  given: SyntaxNode | undefined,
  kind: Assignment['kind'],
  statement: SyntaxNode,
): Assignment[] {
  const value = given?.type === 'expression_list' && given.parts.length === 1 ? given.parts[0] : given;
  const [target, ok, ...more] = targets?.parts ?? [];
  if (value && target && ok && more.length === 0 && asks.has(value.type))
    return [
      ...bind(patterns, target, value, kind, statement),
      ...bind(patterns, ok, undefined, 'assign', statement),
    ];
  return bind(patterns, targets, value, kind, statement);
}

/** `var a, b = c, d`: names and values stand beside each other. */
function declare(node: SyntaxNode): Assignment[] {
  const names = node.childrenOf('name');
  const values = node.child('value')?.parts ?? [];
  const [only] = values;
  return names.flatMap((name, at): Assignment[] => {
    const statement = node.parent ?? node;
    const whole = values.length === 1 && names.length > 1 && only;
    if (whole) return [{ target: name, value: only, kind: 'destructure', key: String(at), statement }];
    return bind(patterns, name, values[at], 'declare', statement);
  });
}

/** The object itself has a name of its own in every method. */
function isSelf(node: SyntaxNode): boolean {
  if (node.type !== 'identifier') return false;
  const receiver = node.ancestor('method_declaration')?.child('receiver')?.parts[0]?.child('name');
  return receiver !== undefined && receiver !== node && receiver.text === node.text;
}

function range(node: SyntaxNode): Assignment[] {
  const [index, element] = node.child('left')?.parts ?? [];
  const statement = node.parent ?? node;
  return [
    ...bind(patterns, index, undefined, 'assign', statement),
    ...bind(patterns, element, node.child('right'), 'element', statement),
  ];
}

function inner(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'literal_element' ? node.parts[0] : node;
}

function bodyOf(node: SyntaxNode): readonly SyntaxNode[] {
  return (node.type === 'literal_value' ? node : node.child('body'))?.parts ?? [];
}

/** A struct or a map, whose elements have keys. */
function record(node: SyntaxNode): { entries: RecordEntry[]; spread: boolean } | undefined {
  const parts = bodyOf(node);
  const listed =
    parts.length === 0 && /^(?:slice|array|implicit_length_array)_type$/.test(node.child('type')?.type ?? '');
  if (listed || parts.some(part => part.type !== 'keyed_element')) return undefined;
  const entries = parts.flatMap(part => {
    const [keyNode, value] = [inner(part.child('key')), inner(part.child('value'))];
    return keyNode && value
      ? [{ key: keyNode.text.replace(/^["`]|["`]$/g, ''), keyNode, value, node: part }]
      : [];
  });
  return { entries, spread: false };
}

function list(node: SyntaxNode): SyntaxNode[] | undefined {
  if (record(node)) return undefined;
  return bodyOf(node).flatMap(
    part => inner(part.type === 'keyed_element' ? part.child('value') : part) ?? [],
  );
}

export const shapes: ShapeDescription = {
  // A pointer is followed wherever a value is asked for.
  wrappers: new Map<string, Wrapped>([
    ['parenthesized_expression', 0],
    ['unary_expression', (node: SyntaxNode) => (pointed(node) ? node.child('operand') : undefined)],
    ['type_assertion_expression', 'operand'],
    ['type_conversion_expression', 'operand'],
    ['variadic_argument', 0],
    ['literal_element', 0],
    ['expression_list', (node: SyntaxNode) => (node.parts.length === 1 ? node.parts[0] : undefined)],
  ]),
  calls: new Map([['call_expression', { callee: 'function' }]]),
  members: new Map([['selector_expression', member('operand', 'field')]]),
  subscripts: new Map([['index_expression', subscript('operand', 'index')]]),
  records: new Map([
    ['composite_literal', record],
    ['literal_value', record],
  ]),
  lists: new Map([
    ['composite_literal', list],
    ['literal_value', list],
    ['expression_list', (node: SyntaxNode) => (node.parts.length > 1 ? node.parts : undefined)],
  ]),
  strings: new Set(['interpreted_string_literal', 'raw_string_literal']),
  identifiers: new Set(['identifier']),
  isNothing: node => node.type === 'nil',
  isSelf,
  choices: new Map(),
  operators: new Map(),
  assignments: new Map([
    ['short_var_declaration', node => assign(node.child('left'), node.child('right'), 'declare', node)],
    [
      'assignment_statement',
      node => assign(node.child('left'), node.child('right'), kindOf(node.child('operator')?.text), node),
    ],
    ['receive_statement', node => assign(node.child('left'), node.child('right'), 'assign', node)],
    ['var_spec', declare],
    ['const_spec', declare],
    ['range_clause', range],
    ['type_switch_statement', node => assign(node.child('alias'), node.child('value'), 'declare', node)],
  ]),
  returns: new Set(['return_statement']),
  blocks: new Set(['source_file', 'block', 'statement_list', 'var_spec_list']),
};
