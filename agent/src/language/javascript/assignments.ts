import type { Assignment } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { functionTypes } from './functions.ts';

/** Assignments, declarations and loop variables inside a scope. */
export function assignments(scope: SyntaxNode, deep = false): Assignment[] {
  const found: Assignment[] = [];
  for (const node of scope.walk(inner => deep || !functionTypes.has(inner.type)))
    found.push(...assignment(node));
  return found;
}

function assignment(node: SyntaxNode): Assignment[] {
  switch (node.type) {
    case 'variable_declarator':
      return bind(node.child('name'), node.child('value'), 'declare', node.parent ?? node);
    case 'field_definition':
    case 'public_field_definition': {
      const target = node.child('name') ?? node.child('property');
      return target ? bind(target, node.child('value'), 'declare', node) : [];
    }
    case 'assignment_expression':
      return bind(node.child('left'), node.child('right'), 'assign', node);
    case 'augmented_assignment_expression': {
      const kind = node.child('operator')?.type === '??=' ? 'assign' : 'augment';
      return bind(node.child('left'), node.child('right'), kind, node);
    }
    case 'for_in_statement': {
      const left = node.child('left');
      const right = node.child('right');
      return left && right ? [{ target: left, value: right, kind: 'element', statement: node }] : [];
    }
    default:
      return [];
  }
}

function bind(
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  kind: Assignment['kind'],
  statement: SyntaxNode,
): Assignment[] {
  if (!target) return [];
  if (target.type !== 'object_pattern' && target.type !== 'array_pattern') {
    return [{ target, ...(value ? { value } : {}), kind, statement }];
  }
  return target.parts.flatMap((part, index) => {
    const key = part.child('key') ?? part.child('left') ?? part;
    const name = part.child('value')?.child('left') ?? part.child('value') ?? part.child('left') ?? part;
    return [
      {
        target: name,
        ...(value ? { value } : {}),
        kind: 'destructure' as const,
        key: target.type === 'object_pattern' ? key.text : String(index),
        statement,
      },
    ];
  });
}
