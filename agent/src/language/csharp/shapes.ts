import { assignedValue, bind, byPlace, kindOf, type Patterns } from '../described/binding.ts';
import {
  branches,
  member,
  type ShapeDescription,
  type SubscriptForm,
  type Wrapped,
} from '../described/forms.ts';
import type { Assignment, RecordEntry } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

const bare = (node: SyntaxNode) => (node.type === 'argument' ? (node.parts.at(-1) ?? node) : node);

const patterns: Patterns = {
  apart(node) {
    if (node.type === 'tuple_pattern') return byPlace(node.parts);
    if (node.type === 'tuple_expression') return byPlace(node.parts.map(bare));
    return node.type === 'declaration_expression'
      ? node.childrenOf('name').map(target => ({ target }))
      : undefined;
  },
  values: node => (node.type === 'tuple_expression' ? node.parts.map(bare) : undefined),
};

function afterEquals(node: SyntaxNode): SyntaxNode | undefined {
  const at = node.children.findIndex(child => child.type === '=');
  return at < 0 ? undefined : node.children.slice(at + 1).find(child => child.named);
}

function declared(node: SyntaxNode): Assignment[] {
  const target = node.child('name') ?? node.childOfType('tuple_pattern');
  return bind(patterns, target, afterEquals(node), 'declare', node.parent?.parent ?? node);
}

function assigned(node: SyntaxNode): Assignment[] {
  // `new Order { Id = 1 }` assigns to the new object.
  if (node.parent?.type === 'initializer_expression') return [];
  return bind(patterns, node.child('left'), assignedValue(node), kindOf(node.child('operator')?.text), node);
}

/** `x is Foo f` */
function matched(node: SyntaxNode): Assignment[] {
  const tested = node.parent?.type === 'is_pattern_expression' ? node.parent.child('expression') : undefined;
  return bind(patterns, node.child('name'), tested, 'declare', node);
}

function property(node: SyntaxNode): Assignment[] {
  const value = node.child('value');
  if (
    value?.type === 'arrow_expression_clause' ||
    node.child('accessors')?.parts.some(part => part.child('body'))
  )
    return [];
  return bind(patterns, node.child('name'), value, 'declare', node);
}

/** Only what the runtime fills in: no value of the program. */
function handedOut(node: SyntaxNode): Assignment[] {
  return node.parent?.childOfType('out') ? bind(patterns, node.child('name'), undefined, 'assign', node) : [];
}

function element(node: SyntaxNode): SubscriptForm | undefined {
  const object = node.child('expression');
  const index = node.child('subscript')?.parts[0];
  return object && index ? { object, index: bare(index) } : undefined;
}

/** `a?[0]` */
function askedElement(node: SyntaxNode): SubscriptForm | undefined {
  const binding = node.childOfType('element_binding_expression');
  const [object, index] = [node.child('condition'), binding?.parts[0]];
  return object && index ? { object, index: bare(index) } : undefined;
}

/** `a?.b` */
function askedMember(node: SyntaxNode) {
  const property = node.childOfType('member_binding_expression')?.child('name');
  const object = node.child('condition');
  return object && property ? { object, property } : undefined;
}

function entries(
  initializer: SyntaxNode | undefined,
): { entries: RecordEntry[]; spread: boolean } | undefined {
  if (!initializer?.parts.every(part => part.type === 'assignment_expression')) return undefined;
  const found = initializer.parts.flatMap(part => {
    const [left, value] = [part.child('left'), part.child('right')];
    const keyNode = left?.type === 'element_binding_expression' && left.parts[0] ? bare(left.parts[0]) : left;
    return keyNode && value ? [{ key: keyNode.text.replace(/^"|"$/g, ''), keyNode, value, node: part }] : [];
  });
  return { entries: found, spread: false };
}

const initializerOf = (node: SyntaxNode) => node.childOfType('initializer_expression');
const listed = (node: SyntaxNode) => initializerOf(node)?.parts;

export const shapes: ShapeDescription = {
  wrappers: new Map<string, Wrapped>([
    ['parenthesized_expression', 0],
    ['await_expression', 0],
    ['cast_expression', 'value'],
    ['as_expression', 'left'],
    ['checked_expression', 0],
    // `x!`
    [
      'postfix_unary_expression',
      (node: SyntaxNode) => (node.children.at(-1)?.type === '!' ? node.parts[0] : undefined),
    ],
    ['ref_expression', 0],
  ]),
  calls: new Map([
    ['invocation_expression', { callee: 'function' }],
    ['object_creation_expression', { callee: 'type', constructs: true }],
    ['implicit_object_creation_expression', { callee: 'type', constructs: true }],
  ]),
  members: new Map([
    ['member_access_expression', member('expression', 'name')],
    ['conditional_access_expression', askedMember],
    ['qualified_name', member('qualifier', 'name')],
  ]),
  subscripts: new Map([
    ['element_access_expression', element],
    ['conditional_access_expression', askedElement],
  ]),
  records: new Map([
    ['object_creation_expression', (node: SyntaxNode) => entries(initializerOf(node))],
    ['implicit_object_creation_expression', (node: SyntaxNode) => entries(initializerOf(node))],
    ['anonymous_object_creation_expression', anonymous],
  ]),
  lists: new Map([
    ['implicit_array_creation_expression', listed],
    ['array_creation_expression', listed],
    ['initializer_expression', (node: SyntaxNode) => node.parts],
    ['collection_expression', (node: SyntaxNode) => node.parts],
    ['element_binding_expression', (node: SyntaxNode) => node.parts.map(bare)],
    ['tuple_expression', (node: SyntaxNode) => node.parts.map(bare)],
  ]),
  strings: new Set(['string_literal', 'verbatim_string_literal', 'raw_string_literal']),
  identifiers: new Set(['identifier']),
  isNothing: node =>
    node.type === 'null_literal' || (node.type === 'default_expression' && node.parts.length === 0),
  isSelf: node => node.type === 'this' || node.type === 'base',
  choices: new Map([
    ['conditional_expression', branches('consequence', 'alternative')],
    [
      'switch_expression',
      node => node.parts.flatMap(part => (part.type === 'switch_expression_arm' ? part.parts.slice(-1) : [])),
    ],
    ['throw_expression', () => []],
  ]),
  operators: new Map([['??', 'or']]),
  assignments: new Map([
    ['variable_declarator', declared],
    ['assignment_expression', assigned],
    ['foreach_statement', node => bind(patterns, node.child('left'), node.child('right'), 'element', node)],
    ['declaration_pattern', matched],
    ['declaration_expression', handedOut],
    ['property_declaration', property],
  ]),
  returns: new Set(['return_statement']),
  blocks: new Set(['compilation_unit', 'block', 'declaration_list', 'switch_section', 'global_statement']),
};

function anonymous(node: SyntaxNode): { entries: RecordEntry[]; spread: boolean } {
  const found: RecordEntry[] = [];
  for (const [at, child] of node.children.entries()) {
    const [equals, value] = node.children.slice(at + 1);
    if (child.type === 'identifier' && equals?.type === '=' && value)
      found.push({ key: child.text, keyNode: child, value, node: child });
    else if (child.named && node.children[at - 1]?.type !== '=') {
      const name = child.child('name') ?? child;
      found.push({ key: name.text, keyNode: name, value: child, node: child });
    }
  }
  return { entries: found, spread: false };
}
