import type { ParameterInfo } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

const collects = /^(?:spread|variadic|splat|hash_splat|block)_parameter/;
const byName = /^(?:keyword|hash_splat|block)_parameter$/;
const takesApart = /_pattern$|^destructured_parameter$/;

/** The parameters of a function, whose grammar says `parameters` to a list of them or to the only one. */
export function parametersOf(node: SyntaxNode, none: ReadonlySet<string> | undefined): ParameterInfo[] {
  const list = node.child('parameters');
  if (list === undefined) return [];
  const parts = list.children.some(child => !child.named) || list.parts.length > 0 ? list.parts : [list];
  return parts.filter(part => part.field !== 'type' && none?.has(part.type) !== true).flatMap(describe);
}

function describe(node: SyntaxNode): ParameterInfo[] {
  // Go: several names of one type, or a type alone.
  const names = node.childrenOf('name');
  if (names.length > 1) return names.map(name => parameter(node, name));
  const name = names[0] ?? node.child('pattern') ?? node.childOfType('variable_declarator')?.child('name');
  return [parameter(node, name ?? node)];
}

function parameter(node: SyntaxNode, name: SyntaxNode): ParameterInfo {
  const type = node.child('type');
  // A type alone, or the star of `*`.
  const unnamed = (name === node && type !== undefined) || !/[\p{L}\p{N}_]/u.test(name.text);
  const fallback = defaultOf(node);
  return {
    name: unnamed ? '' : name.text,
    hasDefault: fallback !== undefined,
    optional: node.type === 'block_parameter',
    rest:
      collects.test(node.type) || (node.field === 'name' && node.parent?.childOfType('params') !== undefined),
    keywordOnly: byName.test(node.type),
    destructured: takesApart.test(name.type),
    ...(type ? { type: type.text } : {}),
    ...(fallback ? { default: fallback } : {}),
    node,
  };
}

function defaultOf(node: SyntaxNode): SyntaxNode | undefined {
  const field = node.child('value') ?? node.child('default_value');
  if (field) return field;
  const equals = node.children.findIndex(child => child.type === '=');
  return equals < 0 ? undefined : node.children[equals + 1];
}
