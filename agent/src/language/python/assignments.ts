import type { Assignment } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { functionTypes } from './functions.ts';

/** Assignments, loop variables and `with … as` inside a scope. */
export function assignments(scope: SyntaxNode, deep = false): Assignment[] {
  const found: Assignment[] = [];
  for (const node of scope.walk(inner => deep || !functionTypes.has(inner.type)))
    found.push(...assignment(node));
  return found;
}

function assignment(node: SyntaxNode): Assignment[] {
  switch (node.type) {
    case 'assignment':
      return bind(node.child('left'), node.child('right'), 'assign', node);
    case 'named_expression':
      return bind(node.child('name'), node.child('value'), 'assign', node);
    case 'augmented_assignment':
      return bind(node.child('left'), node.child('right'), 'augment', node);
    case 'for_statement':
    case 'for_in_clause':
      return loop(node);
    case 'as_pattern': {
      const target = node.child('alias')?.parts[0];
      const value = node.parts[0];
      if (!target || !value || node.parent?.type !== 'with_item') return [];
      return [{ target, value, kind: 'assign', statement: node }];
    }
    default:
      return [];
  }
}

const patterns = new Set(['pattern_list', 'tuple_pattern', 'list_pattern']);
const tuples = new Set(['expression_list', 'tuple', 'list']);

function bind(
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  kind: Assignment['kind'],
  statement: SyntaxNode,
): Assignment[] {
  if (!target) return [];
  if (value?.type === 'assignment') {
    const last = value.child('right');
    return bind(target, last, kind, statement);
  }
  if (!patterns.has(target.type)) return [{ target, ...(value ? { value } : {}), kind, statement }];
  const values =
    value && tuples.has(value.type) && value.parts.length === target.parts.length ? value.parts : undefined;
  return target.parts.flatMap((part, index) => {
    const own = values?.[index];
    if (own) return bind(part, own, kind, statement);
    return [
      {
        target: part,
        ...(value ? { value } : {}),
        kind: 'destructure' as const,
        key: String(index),
        statement,
      },
    ];
  });
}

function loop(node: SyntaxNode): Assignment[] {
  const left = node.child('left');
  const right = node.child('right');
  if (!left || !right) return [];
  if (!patterns.has(left.type)) return [{ target: left, value: right, kind: 'element', statement: node }];
  const enumerated = right.type === 'call' && right.child('function')?.text === 'enumerate';
  return left.parts.map((part, index) => {
    const inner = enumerated ? right.child('arguments')?.parts[0] : undefined;
    if (inner && index === 1)
      return { target: part, value: inner, kind: 'element' as const, statement: node };
    return { target: part, value: right, kind: 'destructure' as const, key: String(index), statement: node };
  });
}
