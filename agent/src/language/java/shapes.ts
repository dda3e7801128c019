import { assignedValue, bind, kindOf, type Patterns } from '../described/binding.ts';
import { branches, member, type ShapeDescription, subscript } from '../described/forms.ts';
import type { SyntaxNode } from '../syntax.ts';

const patterns: Patterns = { apart: () => undefined };

/** What each arm of a `switch` gives. */
function arms(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const arm of node.child('body')?.parts ?? []) {
    const result = arm.type === 'switch_rule' ? arm.parts.at(-1) : undefined;
    if (result?.type === 'expression_statement') found.push(...result.parts);
    else if (result?.type === 'block') {
      for (const inner of result.walk(
        below => below.type !== 'switch_expression' && below.type !== 'lambda_expression',
      ))
        if (inner.type === 'yield_statement') found.push(...inner.parts);
    }
  }
  return found;
}

export const shapes: ShapeDescription = {
  wrappers: new Map<string, string | number>([
    ['parenthesized_expression', 0],
    ['cast_expression', 'value'],
  ]),
  calls: new Map([
    ['method_invocation', { callee: 'name', object: 'object' }],
    ['object_creation_expression', { callee: 'type', constructs: true }],
    ['explicit_constructor_invocation', { callee: 'constructor' }],
  ]),
  members: new Map([['field_access', member('object', 'field')]]),
  subscripts: new Map([['array_access', subscript('array', 'index')]]),
  records: new Map(),
  lists: new Map([
    ['array_initializer', (node: SyntaxNode) => node.parts],
    ['array_creation_expression', (node: SyntaxNode) => node.child('value')?.parts],
  ]),
  strings: new Set(['string_literal']),
  identifiers: new Set(['identifier']),
  isNothing: node => node.type === 'null_literal',
  isSelf: node => node.type === 'this' || node.type === 'super',
  choices: new Map([
    ['ternary_expression', branches('consequence', 'alternative')],
    ['switch_expression', arms],
  ]),
  operators: new Map(),
  assignments: new Map([
    [
      'variable_declarator',
      node =>
        node.parent?.type === 'spread_parameter'
          ? []
          : bind(patterns, node.child('name'), node.child('value'), 'declare', node.parent ?? node),
    ],
    ['resource', node => bind(patterns, node.child('name'), node.child('value'), 'declare', node)],
    [
      'instanceof_expression',
      node => bind(patterns, node.child('name'), node.child('left'), 'declare', node),
    ],
    [
      'enhanced_for_statement',
      node => bind(patterns, node.child('name'), node.child('value'), 'element', node),
    ],
    [
      'assignment_expression',
      node =>
        bind(patterns, node.child('left'), assignedValue(node), kindOf(node.child('operator')?.text), node),
    ],
  ]),
  returns: new Set(['return_statement']),
  blocks: new Set([
    'program',
    'block',
    'constructor_body',
    'class_body',
    'interface_body',
    'enum_body_declarations',
    'switch_block_statement_group',
    'switch_rule',
  ]),
};
