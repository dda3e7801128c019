import { parseSync } from '@swc/core';

/** A node of a syntax tree, of which only the kind is known. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A node with the nodes that it stands in, outermost first. */
export interface Placed {
  readonly node: Node;
  readonly within: readonly Node[];
}

/** Every node of a TypeScript text, parents before children. */
export function* nodesOf(path: string, text: string): Generator<Placed> {
  const { body } = parseSync(text, { syntax: 'typescript', tsx: path.endsWith('x'), target: 'es2022' });
  yield* below(body, []);
}

function* below(value: unknown, within: readonly Node[]): Generator<Placed> {
  if (Array.isArray(value)) {
    for (const each of value) yield* below(each, within);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (!isNode(value)) {
    // Arguments of calls and parts of switches are wrapped in objects that are no nodes.
    for (const each of Object.values(value)) yield* below(each, within);
    return;
  }
  yield { node: value, within };
  const inside = [...within, value];
  for (const each of Object.values(value)) yield* below(each, inside);
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What an identifier, a property or a private name is called. */
export function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'PrivateName') return nameOf(value['id']) ?? String(value['value']);
  return value.type === 'Identifier' ? String(value['value']) : undefined;
}

/** The text of a literal; a template's with `{0}`, `{1}`… where values go in. */
export function literalOf(value: unknown): { text: string; values: number } | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'StringLiteral') return { text: String(value['value']), values: 0 };
  if (value.type !== 'TemplateLiteral' || !Array.isArray(value['quasis'])) return undefined;
  const parts = value['quasis'].map(({ cooked }) => String(cooked));
  return {
    text: parts.map((part, at) => (at === 0 ? part : `{${at - 1}}${part}`)).join(''),
    values: parts.length - 1,
  };
}

/** The arguments of a call or a `new`. */
export function argumentsOf(node: Node): unknown[] {
  const given = node['arguments'];
  return Array.isArray(given) ? given.map(({ expression }) => expression) : [];
}
