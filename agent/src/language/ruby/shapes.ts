import { assignedValue, bind, byPlace, kindOf, type Patterns } from '../described/binding.ts';
import {
  branches,
  last,
  type MemberForm,
  madeNode,
  member,
  type ShapeDescription,
} from '../described/forms.ts';
import type { Assignment, RecordEntry } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { openEnd } from './flow.ts';

const patterns: Patterns = {
  apart(node) {
    if (node.type === 'left_assignment_list' || node.type === 'destructured_left_assignment')
      return byPlace(
        node.parts.map(part => (part.type === 'rest_assignment' ? (part.parts[0] ?? part) : part)),
      );
    return undefined;
  },
  values: node => (node.type === 'right_assignment_list' || node.type === 'array' ? node.parts : undefined),
};

function assign(node: SyntaxNode): Assignment[] {
  return bind(patterns, node.child('left'), assignedValue(node), 'assign', node);
}

/** `@items` is the field `items` of the object itself. */
function variable(node: SyntaxNode): MemberForm {
  const name = node.start + (node.type === 'class_variable' ? 2 : 1);
  return {
    object: madeNode(node, 'self', { start: node.start, end: name }),
    property: madeNode(node, 'identifier', { start: name, end: node.end }),
  };
}

/** `a.b` on the left of an assignment writes to a field; anywhere else it is a call. */
function isTarget(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type === 'left_assignment_list') return true;
  return node.field === 'left' && /assignment$/.test(parent?.type ?? '');
}

/** `Order.new` */
function made(node: SyntaxNode): SyntaxNode | undefined {
  const receiver = node.child('receiver');
  const constant = receiver?.type === 'constant' || receiver?.type === 'scope_resolution';
  return constant && node.child('method')?.text === 'new' ? receiver : undefined;
}

function pairs(parts: readonly SyntaxNode[]): { entries: RecordEntry[]; spread: boolean } {
  const entries = parts.flatMap(part => {
    const keyNode = part.type === 'pair' ? part.child('key') : undefined;
    const value = part.child('value');
    if (!keyNode) return [];
    const key = keyNode.text.replace(/^[:"']+|["':]+$/g, '');
    return [{ key, keyNode, ...(value ? { value } : {}), node: part }];
  });
  return { entries, spread: parts.some(part => part.type === 'hash_splat_argument') };
}

function cases(node: SyntaxNode): (SyntaxNode | undefined)[] {
  return node.parts.flatMap(part => {
    if (part.type === 'when' || part.type === 'in_clause') return [part.child('body')];
    return part.type === 'else' ? [part] : [];
  });
}

/** A body with its rescues; what ensures says does not count. */
function guarded(node: SyntaxNode): (SyntaxNode | undefined)[] {
  const own = node.parts.filter(part => !/^(?:rescue|ensure|else)$/.test(part.type));
  const rescued = node.parts.filter(part => part.type === 'rescue').map(part => part.child('body'));
  return [own.at(-1), ...rescued];
}

export const shapes: ShapeDescription = {
  wrappers: new Map<string, string | number>([
    ['parenthesized_statements', -1],
    ['pattern', 0],
    ['in', 0],
  ]),
  calls: new Map([['call', { callee: 'method', object: 'receiver', made }]]),
  members: new Map([
    ['instance_variable', variable],
    ['class_variable', variable],
    ['scope_resolution', member('scope', 'name')],
    ['call', (node: SyntaxNode) => (isTarget(node) ? member('receiver', 'method')(node) : undefined)],
  ]),
  subscripts: new Map([
    [
      'element_reference',
      (node: SyntaxNode) => {
        const [object, index] = node.parts;
        return object && index ? { object, index } : undefined;
      },
    ],
  ]),
  records: new Map([['hash', (node: SyntaxNode) => pairs(node.parts)]]),
  lists: new Map([
    ['array', (node: SyntaxNode) => node.parts],
    ['argument_list', (node: SyntaxNode) => node.parts],
    ['right_assignment_list', (node: SyntaxNode) => node.parts],
    ['string_array', (node: SyntaxNode) => node.parts],
    ['symbol_array', (node: SyntaxNode) => node.parts],
  ]),
  strings: new Set([
    'string',
    'simple_symbol',
    'delimited_symbol',
    'hash_key_symbol',
    'bare_string',
    'bare_symbol',
  ]),
  identifiers: new Set(['identifier', 'constant', 'global_variable']),
  isNothing: node => node.type === 'nil',
  isSelf: node => node.type === 'self' || node.type === 'super',
  choices: new Map([
    ['conditional', branches('consequence', 'alternative')],
    ['if', branches('consequence', 'alternative')],
    ['unless', branches('consequence', 'alternative')],
    ['elsif', branches('consequence', 'alternative')],
    ['if_modifier', branches('body')],
    ['unless_modifier', branches('body')],
    ['rescue_modifier', branches('body', 'handler')],
    ['case', cases],
    ['case_match', cases],
    ['then', last],
    ['else', last],
    ['begin', guarded],
    ['body_statement', guarded],
    ['block_body', guarded],
  ]),
  operators: new Map([
    ['||', 'or'],
    ['or', 'or'],
    ['&&', 'and'],
    ['and', 'and'],
  ]),
  assignments: new Map([
    ['assignment', assign],
    [
      'operator_assignment',
      node =>
        bind(patterns, node.child('left'), node.child('right'), kindOf(node.child('operator')?.text), node),
    ],
    ['for', node => bind(patterns, node.child('pattern'), node.child('value')?.parts[0], 'element', node)],
  ]),
  returns: new Set(['return']),
  returnsLast: () => true,
  openEnd,
  blocks: new Set(['program', 'body_statement', 'block_body', 'then', 'else', 'do', 'ensure', 'begin']),
};
