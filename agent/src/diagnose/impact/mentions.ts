import type { Family } from '../../language/language.ts';
import type { SyntaxNode, Tree } from '../../language/syntax.ts';

/** A name where it is called, or given to a call as an argument. */
export interface Mention {
  /** The name itself. */
  readonly node: SyntaxNode;
  /** What stands in front of it: `cart` in `cart.total()`. */
  readonly object: SyntaxNode | undefined;
}

const names = /(?:^|_)(?:identifier|constant|name)$/;

/** What gives a name out of something, with the field that the something is. */
const members: Readonly<Record<string, string>> = {
  member_expression: 'object',
  attribute: 'object',
  selector_expression: 'operand',
  field_expression: 'value',
  scoped_identifier: 'path',
  scope_resolution: 'scope',
  member_access_expression: 'expression',
  method_reference: '',
  class_constant_access_expression: 'scope',
  member_binding_expression: '',
  conditional_access_expression: 'condition',
};

/** Calls, with the field of what they call something on, where they have that themselves. */
const calls: Readonly<Record<string, string>> = {
  call: 'receiver',
  call_expression: '',
  new_expression: '',
  method_invocation: 'object',
  object_creation_expression: '',
  invocation_expression: '',
  function_call_expression: '',
  member_call_expression: 'object',
  nullsafe_member_call_expression: 'object',
  scoped_call_expression: 'scope',
  jsx_opening_element: '',
  jsx_self_closing_element: '',
  decorator: '',
};
const around = new Set([
  'generic_function',
  'generic_name',
  'generic_type',
  'template_function',
  'parenthesized_expression',
]);
const argumentLists = new Set(['arguments', 'argument_list', 'argument', 'keyword_argument']);
const notCallee = new Set([
  'arguments',
  'argument_list',
  'type_arguments',
  'receiver',
  'object',
  'scope',
  'body',
  'block',
]);

/** Where names are called or passed on, in source order. */
export function mentionsOf(wanted: ReadonlySet<string>, tree: Tree, family: Family): Mention[] {
  const found: Mention[] = [];
  for (const node of tree.root.walk()) {
    if (!node.named || !names.test(node.type) || !wanted.has(node.text)) continue;
    const mention = mentionAt(node, family);
    if (mention !== undefined) found.push(mention);
  }
  return found;
}

function mentionAt(node: SyntaxNode, family: Family): Mention | undefined {
  let inner = node;
  let object: SyntaxNode | undefined;
  for (let parent = node.parent; parent !== undefined; parent = inner.parent) {
    const before = members[parent.type];
    if (before !== undefined) {
      // What a name stands in front of is not its own.
      if (parent.parts.at(-1) !== inner) return undefined;
      const front = parent.child(before) ?? parent.children.find(child => child.named);
      if (front !== inner) object ??= front;
    } else if (!around.has(parent.type)) return callBy(parent, inner, node, object, family);
    inner = parent;
  }
  return undefined;
}

function callBy(
  parent: SyntaxNode,
  inner: SyntaxNode,
  node: SyntaxNode,
  object: SyntaxNode | undefined,
  family: Family,
): Mention | undefined {
  const before = calls[parent.type];
  if (before !== undefined) {
    if (notCallee.has(inner.field ?? '')) return undefined;
    const own = before === '' ? undefined : parent.child(before);
    return { node, object: object ?? (own === inner ? undefined : own) };
  }
  if (argumentLists.has(parent.type)) return inner.field === 'name' ? undefined : { node, object };
  // Ruby calls a method without parameters by its name alone.
  const alone = family === 'ruby' && inner === node && node.type === 'identifier';
  const bound = /^(?:name|left|parameters|pattern|exception_variable)$/.test(inner.field ?? '');
  return alone && !bound && !/parameter/.test(parent.type) ? { node, object } : undefined;
}
