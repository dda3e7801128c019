import type { Description } from '../described/description.ts';
import type { SyntaxNode } from '../syntax.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

function modified(node: SyntaxNode, word: string): boolean {
  return node.childOfType('modifiers')?.childOfType(word) !== undefined;
}

/** Java. */
export const java: Description = {
  family: 'java',
  functions: new Map([
    ['method_declaration', 'method'],
    ['constructor_declaration', 'constructor'],
    ['compact_constructor_declaration', 'constructor'],
    ['annotation_type_element_declaration', 'method'],
    ['static_initializer', 'function'],
    ['lambda_expression', 'lambda'],
  ]),
  classes: new Set([
    'class_declaration',
    'interface_declaration',
    'enum_declaration',
    'record_declaration',
    'annotation_type_declaration',
    'object_creation_expression',
  ]),
  bases: new Set(['superclass']),
  separators: { scope: '.', method: '.', static: '.', inner: '.' },
  nameOf(node) {
    switch (node.type) {
      case 'object_creation_expression':
        return node.childOfType('class_body') && '';
      // What traces call them.
      case 'static_initializer':
        return '<clinit>';
      case 'constructor_declaration':
      case 'compact_constructor_declaration':
        return '<init>';
      default:
        return undefined;
    }
  },
  isStatic: node => node.type === 'static_initializer' || modified(node, 'static'),
  isExported: node => !modified(node, 'private'),
  returnTypes: ['type'],
  bodyOf: node => (node.type === 'static_initializer' ? node.childOfType('block') : undefined),
  notParameters: new Set(['receiver_parameter']),
  shapes,
  imports,
  resolve,
};
