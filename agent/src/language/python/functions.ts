import { functionsIn } from '../functions-in.ts';
import type { FunctionInfo, ParameterInfo } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

export const functionTypes = new Set(['function_definition', 'lambda']);

/** All functions of a tree in source order. */
export const functions = functionsIn(functionTypes, describe);

function describe(node: SyntaxNode): FunctionInfo {
  const lambda = node.type === 'lambda';
  const assigned = lambda && node.parent?.type === 'assignment' ? node.parent.child('left') : undefined;
  const name = (node.child('name') ?? assigned)?.text ?? '';
  const owner = ownerOf(node);
  const outer = owner?.child('name')?.text ?? node.ancestor('function_definition')?.child('name')?.text;
  const body = node.child('body');
  const returnType = node.child('return_type');
  const decorators = node.parent?.type === 'decorated_definition' ? node.parent.parts : [];
  const decorated = (word: string) => decorators.some(part => part.text === `@${word}`);
  const isStatic = decorated('staticmethod') || decorated('classmethod');
  const parameters = parametersOf(node);
  if (owner && !decorated('staticmethod')) parameters.shift();
  return {
    name,
    qualifiedName: outer && name ? `${outer}.${name}` : name,
    ...(owner ? { className: owner.child('name')?.text ?? '' } : {}),
    kind: lambda ? 'lambda' : owner ? (name === '__init__' ? 'constructor' : 'method') : 'function',
    parameters,
    startLine: node.line,
    endLine: node.endLine,
    exported: name !== '' && isTopLevel(owner ?? node) ? 'named' : false,
    async: node.children.some(child => child.type === 'async'),
    generator: !lambda && body !== undefined && yields(body),
    static: isStatic,
    ...(returnType ? { returnType: returnType.text } : {}),
    node,
    ...(body ? { body } : {}),
  };
}

function ownerOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'lambda') return undefined;
  const outer = node.parent?.type === 'decorated_definition' ? node.parent : node;
  const owner = outer.parent?.parent;
  return owner?.type === 'class_definition' ? owner : undefined;
}

function isTopLevel(node: SyntaxNode): boolean {
  return node.ancestor('function_definition', 'lambda', 'class_definition') === undefined;
}

function yields(body: SyntaxNode): boolean {
  for (const node of body.walk(inner => !functionTypes.has(inner.type)))
    if (node.type === 'yield') return true;
  return false;
}

function parametersOf(node: SyntaxNode): ParameterInfo[] {
  const found: ParameterInfo[] = [];
  let keywordOnly = false;
  for (const part of node.child('parameters')?.parts ?? []) {
    if (part.type === 'keyword_separator') keywordOnly = true;
    if (part.type === 'keyword_separator' || part.type === 'positional_separator') continue;
    const info = parameter(part, keywordOnly);
    found.push(info);
    if (info.rest) keywordOnly = true;
  }
  return found;
}

function parameter(node: SyntaxNode, keywordOnly: boolean): ParameterInfo {
  let pattern = node.child('name') ?? node;
  if (pattern.type === 'typed_parameter') pattern = pattern.parts[0] ?? pattern;
  const rest = pattern.type === 'list_splat_pattern' || pattern.type === 'dictionary_splat_pattern';
  if (rest) pattern = pattern.parts[0] ?? pattern;
  const type = node.child('type');
  const fallback = node.child('value');
  return {
    name: pattern.text,
    hasDefault: fallback !== undefined,
    optional: false,
    rest,
    keywordOnly,
    destructured: pattern.type === 'tuple_pattern',
    ...(type ? { type: type.text } : {}),
    ...(fallback ? { default: fallback } : {}),
    node,
  };
}
