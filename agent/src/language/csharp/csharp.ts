import type { Description, KindOf } from '../described/description.ts';
import type { SyntaxNode } from '../syntax.ts';
import { imports } from './modules.ts';
import { shapes } from './shapes.ts';

function modified(node: SyntaxNode, word: string): boolean {
  return node.children.some(child => child.type === 'modifier' && child.text === word);
}

/** The property, indexer or event that an accessor is of. */
function propertyOf(node: SyntaxNode): SyntaxNode | undefined {
  const around = node.parent?.type === 'accessor_list' ? node.parent.parent : node.parent;
  return around && /^(?:property|indexer|event)_declaration$/.test(around.type) ? around : undefined;
}

/** As the runtime calls it. */
function nameOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'constructor_declaration':
      return modified(node, 'static') ? '.cctor' : '.ctor';
    case 'destructor_declaration':
      return 'Finalize';
    case 'operator_declaration':
      return `operator ${node.child('operator')?.text ?? ''}`;
    case 'conversion_operator_declaration':
      return `operator ${node.child('type')?.text ?? ''}`;
    case 'accessor_declaration':
    case 'arrow_expression_clause': {
      const name = propertyOf(node)?.child('name')?.text ?? 'Item';
      return `${node.child('name')?.text ?? 'get'}_${name}`;
    }
    default:
      return undefined;
  }
}

function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'arrow_expression_clause') return node.parts[0];
  if (node.type === 'anonymous_method_expression') return node.childOfType('block');
  const body = node.child('body');
  return body?.type === 'arrow_expression_clause' ? body.parts[0] : body;
}

/** C#. */
export const csharp: Description = {
  family: 'csharp',
  functions: new Map<string, KindOf>([
    ['method_declaration', 'method'],
    ['constructor_declaration', 'constructor'],
    ['destructor_declaration', 'method'],
    ['operator_declaration', 'method'],
    ['conversion_operator_declaration', 'method'],
    ['local_function_statement', 'function'],
    ['lambda_expression', 'lambda'],
    ['anonymous_method_expression', 'lambda'],
    ['accessor_declaration', node => (node.child('body') && propertyOf(node) ? 'method' : undefined)],
    ['arrow_expression_clause', node => (propertyOf(node) ? 'method' : undefined)],
  ]),
  classes: new Set([
    'class_declaration',
    'struct_declaration',
    'record_declaration',
    'interface_declaration',
    'enum_declaration',
  ]),
  bases: new Set(['base_list']),
  separators: { scope: '.', method: '.', static: '.', inner: '.' },
  nameOf,
  isStatic: node => modified(propertyOf(node) ?? node, 'static'),
  isAsync: node => modified(node, 'async'),
  isExported: node => !modified(propertyOf(node) ?? node, 'private'),
  yields: new Set(['yield_statement']),
  returnTypes: ['returns', 'type'],
  bodyOf,
  shapes,
  imports,
  // A namespace does not say in which files it is.
  resolve: () => [],
};
