import { assignedValue, bind, kindOf, type Patterns, type Taken } from '../described/binding.ts';
import { madeNode, member, type ShapeDescription, type SubscriptForm } from '../described/forms.ts';
import type { Assignment, RecordEntry } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { openEnd } from './flow.ts';

/** `['key' => $a, $b]`: commas say which place is which, since places may be left out. */
function places(list: SyntaxNode): Taken[] {
  const found: Taken[] = [];
  let key: string | undefined;
  let at = 0;
  for (const [index, child] of list.children.entries()) {
    const next = list.children[index + 1];
    if (child.type === ',') at += 1;
    else if (next?.type === '=>') key = child.text.replace(/^['"]|['"]$/g, '');
    else if (child.named && !child.isComment) {
      found.push({ target: child, key: key ?? String(at) });
      key = undefined;
    }
  }
  return found;
}

const patterns: Patterns = {
  apart(node) {
    if (node.type === 'by_ref') return node.parts.map(target => ({ target }));
    return node.type === 'list_literal' ? places(node) : undefined;
  },
  values: node => list(node),
};

function value(element: SyntaxNode): SyntaxNode | undefined {
  return element.parts.at(-1);
}

const keyed = (element: SyntaxNode) => element.children.some(child => child.type === '=>');
const spreads = (element: SyntaxNode) => element.parts[0]?.type === 'variadic_unpacking';

function list(node: SyntaxNode): SyntaxNode[] | undefined {
  if (node.type !== 'array_creation_expression' || node.parts.some(keyed)) return undefined;
  return node.parts.flatMap(element => value(element) ?? []);
}

function record(node: SyntaxNode): { entries: RecordEntry[]; spread: boolean } | undefined {
  if (!node.parts.some(keyed)) return undefined;
  const entries = node.parts.flatMap(element => {
    const [keyNode] = element.parts;
    const given = value(element);
    if (!keyNode || !given || !keyed(element)) return [];
    return [{ key: keyNode.text.replace(/^['"]|['"]$/g, ''), keyNode, value: given, node: element }];
  });
  return { entries, spread: node.parts.some(spreads) };
}

/** The name without its dollar sign, as it is read through the object. */
function fieldName(node: SyntaxNode): SyntaxNode | undefined {
  const name = node.child('name') ?? node.parts[0];
  return name?.type === 'variable_name' ? name.parts[0] : name;
}

function loop(node: SyntaxNode): Assignment[] {
  const [collection, target] = node.parts;
  if (target?.type !== 'pair') return bind(patterns, target, collection, 'element', node);
  const [key, element] = target.parts;
  return [
    ...bind(patterns, key, undefined, 'assign', node),
    ...bind(patterns, element, collection, 'element', node),
  ];
}

/** `$a[] = …` has no index. */
function element(node: SyntaxNode): SubscriptForm | undefined {
  const [object, index] = node.parts;
  const none = { start: node.end - 1, end: node.end - 1 };
  return object && { object, index: index ?? madeNode(node, 'index', none) };
}

/** A parameter of a constructor that becomes a field. */
function promoted(node: SyntaxNode): Assignment[] {
  const given = node.child('name');
  return bind(patterns, fieldName(node), given, 'declare', node.parent?.parent ?? node);
}

const blocks = new Set([
  'program',
  'compound_statement',
  'colon_block',
  'declaration_list',
  'enum_declaration_list',
  'case_statement',
  'default_statement',
]);

export const shapes: ShapeDescription = {
  wrappers: new Map<string, string | number>([
    ['parenthesized_expression', 0],
    ['cast_expression', 'value'],
    ['error_suppression_expression', 0],
    ['clone_expression', 0],
    ['by_ref', 0],
    ['variadic_unpacking', 0],
  ]),
  calls: new Map([
    ['function_call_expression', { callee: 'function' }],
    ['member_call_expression', { callee: 'name', object: 'object' }],
    ['nullsafe_member_call_expression', { callee: 'name', object: 'object' }],
    ['scoped_call_expression', { callee: 'name', object: 'scope' }],
    ['object_creation_expression', { callee: 0, constructs: true }],
  ]),
  members: new Map([
    ['member_access_expression', member('object', 'name')],
    ['nullsafe_member_access_expression', member('object', 'name')],
    [
      'scoped_property_access_expression',
      (node: SyntaxNode) => {
        const [object, property] = [node.child('scope'), fieldName(node)];
        return object && property ? { object, property } : undefined;
      },
    ],
    ['class_constant_access_expression', member(0, 1)],
  ]),
  subscripts: new Map([['subscript_expression', element]]),
  records: new Map([['array_creation_expression', record]]),
  lists: new Map([['array_creation_expression', list]]),
  strings: new Set(['string', 'encapsed_string']),
  identifiers: new Set(['variable_name', 'name']),
  isNothing: node => node.type === 'null',
  isSelf: node => node.text === '$this' || node.type === 'relative_scope',
  choices: new Map([
    // `$a ?: $b` has no middle.
    [
      'conditional_expression',
      (node: SyntaxNode) => [node.child('body') ?? node.child('condition'), node.child('alternative')],
    ],
    [
      'match_expression',
      (node: SyntaxNode) => (node.child('body')?.parts ?? []).map(arm => arm.child('return_expression')),
    ],
    ['throw_expression', () => []],
  ]),
  operators: new Map([['??', 'or']]),
  assignments: new Map([
    [
      'assignment_expression',
      node => bind(patterns, node.child('left'), assignedValue(node), 'assign', node),
    ],
    [
      'reference_assignment_expression',
      node => bind(patterns, node.child('left'), node.child('right'), 'assign', node),
    ],
    [
      'augmented_assignment_expression',
      node =>
        bind(patterns, node.child('left'), node.child('right'), kindOf(node.child('operator')?.text), node),
    ],
    ['foreach_statement', loop],
    [
      'property_element',
      node => bind(patterns, fieldName(node), node.child('default_value'), 'declare', node.parent ?? node),
    ],
    ['property_promotion_parameter', promoted],
    [
      'static_variable_declaration',
      node => bind(patterns, node.child('name'), node.child('value'), 'declare', node.parent ?? node),
    ],
    ['const_element', node => bind(patterns, node.parts[0], node.parts[1], 'declare', node.parent ?? node)],
  ]),
  returns: new Set(['return_statement']),
  blocks,
  openEnd: body => openEnd(body, blocks),
};
