import { functionsIn } from '../functions-in.ts';
import type { FunctionInfo, ParameterInfo } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';
import { exportsOf } from './modules.ts';

export const functionTypes = new Set([
  'function_declaration',
  'function_expression',
  'function',
  'generator_function',
  'generator_function_declaration',
  'arrow_function',
  'method_definition',
]);

export const classTypes = new Set(['class_declaration', 'abstract_class_declaration', 'class']);

/** All functions of a tree in source order. */
export const functions = functionsIn(functionTypes, describe);

function describe(node: SyntaxNode): FunctionInfo {
  const name = nameOf(node);
  const owner = ownerOf(node);
  const outer = owner ?? enclosingName(node);
  const body = node.child('body');
  const returnType = node.child('return_type');
  return {
    name,
    qualifiedName: outer && name ? `${outer}.${name}` : name,
    ...(owner ? { className: owner } : {}),
    kind: kindOf(node, name, owner),
    parameters: parametersOf(node),
    startLine: node.line,
    endLine: node.endLine,
    exported: exportedAs(node, name, owner),
    async: node.children.some(child => child.type === 'async'),
    generator: node.type.startsWith('generator') || node.children.some(child => child.type === '*'),
    static: (holder(node) ?? node).children.some(child => child.type === 'static'),
    ...(returnType ? { returnType: bare(returnType) } : {}),
    node,
    ...(body ? { body } : {}),
  };
}

function kindOf(node: SyntaxNode, name: string, owner: string | undefined): FunctionInfo['kind'] {
  if (node.type === 'method_definition') return owner && name === 'constructor' ? 'constructor' : 'method';
  if (node.type === 'arrow_function') return 'arrow';
  return 'function';
}

/** The class field that holds a function as its value. */
function holder(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  return parent?.type === 'field_definition' || parent?.type === 'public_field_definition'
    ? parent
    : undefined;
}

function nameOf(node: SyntaxNode): string {
  const own = node.child('name');
  if (own) return own.text;
  const parent = node.parent;
  if (!parent || node.field === 'arguments') return '';
  switch (parent.type) {
    case 'variable_declarator':
      return parent.child('name')?.text ?? '';
    case 'pair':
      return (parent.child('key')?.text ?? '').replace(/^['"]|['"]$/g, '');
    case 'field_definition':
    case 'public_field_definition':
      return (parent.child('name') ?? parent.child('property'))?.text ?? '';
    case 'assignment_expression': {
      const left = parent.child('left');
      return (left?.child('property') ?? left)?.text ?? '';
    }
    default:
      return '';
  }
}

function ownerOf(node: SyntaxNode): string | undefined {
  const inside = node.type === 'method_definition' ? node : holder(node);
  const body = inside?.parent;
  if (body?.type !== 'class_body' || !body.parent) return undefined;
  return className(body.parent) || undefined;
}

/** Name of a class, or of the variable that a class expression is given to. */
export function className(node: SyntaxNode): string {
  return node.child('name')?.text ?? node.ancestor('variable_declarator')?.child('name')?.text ?? '';
}

function enclosingName(node: SyntaxNode): string | undefined {
  for (const above of node.ancestors()) {
    if (!functionTypes.has(above.type) || !above.named) continue;
    const name = nameOf(above);
    if (name) return name;
  }
  return undefined;
}

function parametersOf(node: SyntaxNode): ParameterInfo[] {
  const single = node.child('parameter');
  if (single) return [parameter(single)];
  return (node.child('parameters')?.parts ?? [])
    .filter(part => (part.child('pattern') ?? part).text !== 'this')
    .map(parameter);
}

function parameter(node: SyntaxNode): ParameterInfo {
  const typed = node.type === 'required_parameter' || node.type === 'optional_parameter';
  let pattern = typed ? (node.child('pattern') ?? node) : node;
  let fallback = typed ? node.child('value') : undefined;
  if (pattern.type === 'assignment_pattern') {
    fallback = pattern.child('right');
    pattern = pattern.child('left') ?? pattern;
  }
  const rest = pattern.type === 'rest_pattern';
  if (rest) pattern = pattern.parts[0] ?? pattern;
  const type = node.child('type');
  return {
    name: pattern.text,
    hasDefault: fallback !== undefined,
    optional: node.type === 'optional_parameter',
    rest,
    keywordOnly: false,
    destructured: pattern.type.endsWith('_pattern') && pattern.type !== 'rest_pattern',
    ...(type ? { type: bare(type) } : {}),
    ...(fallback ? { default: fallback } : {}),
    node,
  };
}

/** A type annotation without its colon. */
function bare(annotation: SyntaxNode): string {
  return annotation.text.replace(/^:\s*/, '');
}

function exportedAs(node: SyntaxNode, name: string, owner: string | undefined): 'named' | 'default' | false {
  const visible = owner ?? name;
  const exported = exportsOf(node.tree);
  const top = owner ? node.ancestor(...classTypes) : node;
  const statement = top?.parent;
  if (statement?.type === 'export_statement') {
    return statement.children.some(child => child.type === 'default') ? 'default' : 'named';
  }
  if (!visible || !isTopLevel(top ?? node)) return false;
  return exported.get(visible) ?? false;
}

function isTopLevel(node: SyntaxNode): boolean {
  for (const above of node.ancestors()) {
    if (functionTypes.has(above.type) || above.type === 'arguments') return false;
  }
  return true;
}
