import type { Description, KindOf } from '../described/description.ts';
import type { SyntaxNode } from '../syntax.ts';
import { imports, resolve } from './modules.ts';
import { shapes } from './shapes.ts';

/** The class that `Point = Struct.new(:x) do` makes. */
function classMade(block: SyntaxNode): string | undefined {
  const call = block.parent;
  const left = call?.parent?.type === 'assignment' ? call.parent.child('left') : undefined;
  const made = `${call?.child('receiver')?.text}.${call?.child('method')?.text}`;
  return left?.type === 'constant' && /^(?:::)?(?:(?:Struct|Class|Module)\.new|Data\.define)$/.test(made)
    ? left.text
    : undefined;
}

function blockKind(node: SyntaxNode): 'function' | 'lambda' | 'block' | undefined {
  if (node.parent?.type !== 'call' || classMade(node) !== undefined) return undefined;
  const method = node.parent.child('method')?.text ?? '';
  if (/^define_(?:singleton_)?method$/.test(method)) return 'function';
  return method === 'lambda' || method === 'proc' ? 'lambda' : 'block';
}

function nameOf(node: SyntaxNode): string | undefined {
  if (node.type !== 'block' && node.type !== 'do_block') return undefined;
  const call = node.parent;
  switch (blockKind(node)) {
    case undefined:
      return classMade(node);
    case 'function':
      return call?.child('arguments')?.parts[0]?.text.replace(/^:|^['"]|['"]$/g, '') ?? '';
    case 'lambda':
      return (call?.parent?.type === 'assignment' && call.parent.child('left')?.text) || '';
    default:
      return '';
  }
}

/** Ruby. */
export const ruby: Description = {
  family: 'ruby',
  functions: new Map<string, KindOf>([
    ['method', 'function'],
    ['singleton_method', 'function'],
    ['lambda', 'lambda'],
    ['block', blockKind],
    ['do_block', blockKind],
  ]),
  classes: new Set(['class', 'module', 'singleton_class', 'block', 'do_block']),
  bases: new Set(['superclass']),
  separators: { scope: '::', method: '#', static: '.', inner: '.' },
  nameOf,
  constructors: new Set(['initialize']),
  isStatic: node =>
    node.type === 'singleton_method' || node.parent?.child('method')?.text === 'define_singleton_method',
  isExported: () => true,
  shapes,
  bodyOf: node => (node.type === 'lambda' ? node.child('body')?.child('body') : undefined),
  imports,
  resolve,
};
