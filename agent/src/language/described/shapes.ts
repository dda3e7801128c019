import type { FunctionInfo, Shapes } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { Description } from './description.ts';
import { type MemberForm, madeNode, partOf } from './forms.ts';

const asksFirst = /^(?:\?|\?\.|&\.|\?->)$/;
const binary = /^(?:binary_expression|binary)$/;
const valueLists = /^(?:expression_list|argument_list)$/;
const spread = /^(?:variadic_argument|variadic_unpacking|splat_argument|hash_splat_argument|block_argument)$/;
const handing = /^(?:argument|arguments|argument_list)$/;
const generic = /^generic_(?:type|name)$/;
const written = /content|fragment|escape/;
const quotes = /^(?:["'`]+|.*_(?:start|end)|%[wiqQWI]?.)$/;

/** What can be said of expressions and statements by the description of a language. */
export function shapesOf(description: Description): Shapes {
  const { shapes } = description;

  function unwrap(node: SyntaxNode): SyntaxNode {
    let inner = node;
    for (;;) {
      const part = shapes.wrappers.get(inner.type);
      const next = typeof part === 'function' ? part(inner) : part !== undefined && partOf(inner, part);
      if (!next) return inner;
      inner = next;
    }
  }

  /** Whether nothing inside a node belongs to the function around it. */
  function leavesScope(node: SyntaxNode): boolean {
    const kind = description.functions.get(node.type);
    const given = typeof kind === 'function' ? kind(node) : kind;
    return given !== undefined && given !== 'block';
  }

  function alternatives(node: SyntaxNode, nothing = false): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    const stack = [node];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const inner = unwrap(next);
      const parts = choices(inner, nothing);
      if (!parts) found.push(inner);
      else stack.push(...parts.filter(part => part !== undefined).reverse());
    }
    return found.filter(part => !shapes.returns.has(part.type));
  }

  function choices(node: SyntaxNode, nothing: boolean): (SyntaxNode | undefined)[] | undefined {
    const branching = shapes.choices.get(node.type)?.(node);
    if (branching) return branching;
    if (!binary.test(node.type)) return undefined;
    const operator = shapes.operators.get(node.child('operator')?.text ?? '');
    if (operator === undefined) return undefined;
    const [left, right] = [node.child('left'), node.child('right')];
    return (operator === 'or') === nothing ? [right] : operator === 'or' || nothing ? [left, right] : [right];
  }

  function returns({ body }: FunctionInfo): { statement: SyntaxNode; value?: SyntaxNode }[] {
    if (!body) return [];
    if (!shapes.blocks.has(body.type)) return [{ statement: body, value: body }];
    const found: { statement: SyntaxNode; value?: SyntaxNode }[] = [];
    for (const node of body.walk(inner => !leavesScope(inner))) {
      // Ruby's keyword has the type of the statement.
      if (!node.named || !shapes.returns.has(node.type)) continue;
      const [given] = node.parts;
      // A list of one is that one.
      const value = given && valueLists.test(given.type) && given.parts.length === 1 ? given.parts[0] : given;
      found.push(value ? { statement: node, value } : { statement: node });
    }
    const tail = shapes.returnsLast?.(body) ? body.parts.at(-1) : undefined;
    if (tail && !shapes.returns.has(tail.type) && alternatives(tail).length > 0)
      found.push({ statement: tail, value: tail });
    return found;
  }

  return {
    unwrap,

    call(node) {
      const form = shapes.calls.get(node.type);
      if (!form) return undefined;
      const name = partOf(node, form.callee);
      const object = form.object === undefined ? undefined : partOf(node, form.object);
      const constructs = form.constructs ?? false;
      const given = node.child('arguments') ?? node.childOfType('arguments', 'argument_list');
      const parts = (given?.parts ?? []).map(argument);
      const made = form.made?.(node);
      if (made) return { callee: plain(made), arguments: parts, constructs: true };
      if (object && name) {
        const range = { start: object.start, end: name.end };
        return { callee: madeNode(node, 'callee', range, [object, name]), arguments: parts, constructs };
      }
      const callee = name ?? object ?? (constructs ? node : undefined);
      return callee ? { callee: plain(callee), arguments: parts, constructs } : undefined;
    },

    member(node) {
      const [object, property] = node.children;
      if (node.type === 'callee' && object && property)
        return memberOf({ object, property }, node.parent ?? node);
      const form = shapes.members.get(node.type)?.(node);
      return form && memberOf(form, node);
    },

    subscript: node => shapes.subscripts.get(node.type)?.(node),
    record: node => shapes.records.get(node.type)?.(node),
    list: node => shapes.lists.get(node.type)?.(node),

    string(node) {
      if (!shapes.strings.has(node.type)) return undefined;
      const { children } = node;
      if (children.length === 0) return node.text.replace(/^(?::|[@$]*"|')|["':]$/g, '');
      const content = children.filter(child => written.test(child.type));
      if (children.some(child => !written.test(child.type) && !quotes.test(child.type))) return undefined;
      const [first, last] = [content[0], content.at(-1)];
      return first && last ? node.tree.text.slice(first.start, last.end) : '';
    },

    named(given) {
      const name =
        given.type === 'argument' ? given.child('name') : given.type === 'pair' && given.child('key');
      const value = given.child('value') ?? given.parts.at(-1);
      return name && value ? { name: name.text, value } : undefined;
    },

    spreads: node => spread.test(node.type),
    isIdentifier: node => shapes.identifiers.has(node.type),
    isNothing: node => shapes.isNothing(node),
    isSelf: node => shapes.isSelf(node),
    alternatives,

    assignments(scope, deep = false) {
      const found = [];
      for (const node of scope.walk(inner => deep || !leavesScope(inner)))
        found.push(...(shapes.assignments.get(node.type)?.(node) ?? []));
      return found;
    },

    returns,
    fallsThrough: info => info.body !== undefined && shapes.openEnd?.(info.body) !== undefined,
    openEnd: info => info.body && shapes.openEnd?.(info.body),

    handedTo(node) {
      let at = node.parent;
      while (at && handing.test(at.type)) at = at.parent;
      return at && shapes.calls.has(at.type) ? at : undefined;
    },

    statementOf(node) {
      let at = node;
      while (at.parent && !shapes.blocks.has(at.parent.type) && !isBranch(at, at.parent)) at = at.parent;
      return at;
    },
  };

  function isBranch(node: SyntaxNode, parent: SyntaxNode): boolean {
    const own =
      /^(?:consequence|alternative|body)$/.test(node.field ?? '') && node.type.endsWith('_statement');
    return own && !shapes.blocks.has(node.type) && /_statement$|_clause$/.test(parent.type);
  }
}

/** A name without the types it is given. */
function plain(node: SyntaxNode): SyntaxNode {
  if (generic.test(node.type)) return plain(node.parts[0] ?? node);
  if (node.type === 'generic_function') return node.child('function') ?? node;
  return node.type === 'scoped_type_identifier' ? (node.parts.at(-1) ?? node) : node;
}

function memberOf({ object, property }: MemberForm, around: SyntaxNode) {
  const optional = around.children.some(child => asksFirst.test(child.type));
  return { object, property: plain(property), optional };
}

/** What is given, without the node around it, unless that gives it by name. */
function argument(node: SyntaxNode): SyntaxNode {
  return node.type === 'argument' && node.child('name') === undefined ? (node.parts.at(-1) ?? node) : node;
}
