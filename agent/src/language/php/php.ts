import type { Description } from '../described/description.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

/** PHP. */
export const php: Description = {
  family: 'php',
  functions: new Map([
    ['function_definition', 'function'],
    ['method_declaration', 'function'],
    ['anonymous_function', 'lambda'],
    ['arrow_function', 'lambda'],
  ]),
  classes: new Set([
    'class_declaration',
    'trait_declaration',
    'interface_declaration',
    'enum_declaration',
    'anonymous_class',
  ]),
  bases: new Set(['base_clause']),
  separators: { scope: '\\', method: '::', static: '::', inner: '.' },
  nameOf: node => (node.type === 'anonymous_class' ? '' : undefined),
  constructors: new Set(['__construct']),
  isStatic: node => node.childOfType('static_modifier') !== undefined,
  isExported: node => node.childOfType('visibility_modifier')?.text !== 'private',
  yields: new Set(['yield_expression']),
  returnTypes: ['return_type'],
  shapes,
  imports,
  resolve,
};
