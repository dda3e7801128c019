import type { Description } from '../described/description.ts';
import type { SyntaxNode } from '../syntax.ts';
import { imports } from './modules.ts';
import { shapes } from './shapes.ts';

/** The variable or field that a function literal is given to. */
function variableOf(node: SyntaxNode): string | undefined {
  const { parent } = node;
  if (parent?.type === 'literal_element')
    return parent.parent?.child('key')?.text.replace(/^["`]|["`]$/g, '');
  const statement = parent?.type === 'expression_list' ? parent.parent : undefined;
  const at = parent?.parts.indexOf(node) ?? 0;
  const target = statement?.child('left')?.parts[at] ?? statement?.childrenOf('name')[at];
  return /\w+$/.exec(target?.text ?? '')?.[0];
}

function receiverType(node: SyntaxNode): string | undefined {
  for (const inner of node.child('receiver')?.walk() ?? [])
    if (inner.type === 'type_identifier') return inner.text;
  return undefined;
}

/** Go. */
export const go: Description = {
  family: 'go',
  functions: new Map([
    ['function_declaration', 'function'],
    ['method_declaration', 'method'],
    ['method_elem', 'method'],
    ['func_literal', 'lambda'],
  ]),
  classes: new Set(['type_spec']),
  separators: { scope: '.', method: '.', static: '.', inner: '.' },
  nameOf: node => (node.type === 'func_literal' ? (variableOf(node) ?? '') : undefined),
  ownerOf: receiverType,
  isStatic: () => false,
  isExported: (_, name) => /^\p{Lu}/u.test(name),
  returnTypes: ['result'],
  shapes,
  imports,
  // A package is a folder, which one file does not stand for.
  resolve: () => [],
};
