import type { Assignment } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

/** A part of a pattern. Without a key the part stands for the whole value. */
export interface Taken {
  readonly target: SyntaxNode;
  readonly key?: string;
}

export interface Patterns {
  /** What a pattern takes apart; nothing for a plain name, member or element. */
  apart(node: SyntaxNode): Taken[] | undefined;
  /** The values of a list of them. */
  values?(node: SyntaxNode): SyntaxNode[] | undefined;
}

/** Patterns that lie deeper in one another are not looked into. */
const deepest = 20;

/** The assignments that giving a value to a target makes. */
export function bind(
  patterns: Patterns,
  target: SyntaxNode | undefined,
  value: SyntaxNode | undefined,
  kind: Assignment['kind'],
  statement: SyntaxNode,
  depth = 0,
): Assignment[] {
  if (!target || depth > deepest) return [];
  const taken = patterns.apart(target);
  const given = value ? { value } : {};
  if (!taken) return [{ target, ...given, kind, statement }];
  const values = value ? patterns.values?.(value) : undefined;
  const own = values?.length === taken.length ? values : undefined;
  return taken.flatMap(({ target, key }, index) => {
    const inner = insideOf(patterns, target);
    if (key === undefined) return bind(patterns, inner, value, kind, statement, depth + 1);
    if (own && key === String(index)) return bind(patterns, inner, own[index], kind, statement, depth + 1);
    if (patterns.apart(inner)) return bind(patterns, inner, undefined, kind, statement, depth + 1);
    return [{ target: inner, ...given, kind: 'destructure' as const, key, statement }];
  });
}

/** What a pattern stands for that only says how, such as `ref x`. */
function insideOf(patterns: Patterns, target: SyntaxNode): SyntaxNode {
  const [only, ...more] = patterns.apart(target) ?? [];
  return only && more.length === 0 && only.key === undefined ? only.target : target;
}

/** Parts by their places. */
export function byPlace(parts: readonly SyntaxNode[]): Taken[] {
  return parts.map((target, at) => ({ target, key: String(at) }));
}

/** The value at the end of `a = b = …`. */
export function assignedValue(node: SyntaxNode): SyntaxNode | undefined {
  let value = node.child('right');
  while (value?.type === node.type) value = value.child('right');
  return value;
}

/** How an assignment with this operator changes its target. */
export function kindOf(operator: string | undefined): 'assign' | 'augment' {
  return operator === undefined || /^(?::?=|\?\?=|\|\|=)$/.test(operator) ? 'assign' : 'augment';
}
