import type { Description } from '../described/description.ts';
import type { SyntaxNode } from '../syntax.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

function isExported(node: SyntaxNode): boolean {
  const around = node.parent?.parent;
  const ofTrait = around?.type === 'trait_item' || around?.child('trait') !== undefined;
  return ofTrait || node.childOfType('visibility_modifier') !== undefined;
}

function implemented(node: SyntaxNode): string | undefined {
  const type = node.child('type');
  const plain = type?.type === 'reference_type' ? type.child('type') : type;
  return (plain?.child('type') ?? plain)?.text;
}

/** Rust. */
export const rust: Description = {
  family: 'rust',
  functions: new Map([
    ['function_item', 'function'],
    ['function_signature_item', 'function'],
    ['closure_expression', 'lambda'],
  ]),
  classes: new Set(['struct_item', 'enum_item', 'union_item', 'trait_item']),
  extensions: new Set(['impl_item']),
  modules: new Set(['mod_item']),
  separators: { scope: '::', method: '::', static: '::', inner: '::' },
  nameOf: node => (node.type === 'impl_item' ? implemented(node) : undefined),
  isStatic: node =>
    node.type !== 'closure_expression' &&
    node.child('parameters')?.childOfType('self_parameter') === undefined,
  isAsync: node =>
    node.childOfType('async') !== undefined ||
    node.childOfType('function_modifiers')?.childOfType('async') !== undefined,
  isExported,
  returnTypes: ['return_type'],
  notParameters: new Set(['self_parameter', 'attribute_item']),
  shapes,
  imports,
  resolve,
};
