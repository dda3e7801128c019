import type { SyntaxNode } from '../../../language/syntax.ts';
import { replace } from '../../edit/patch.ts';
import { type Edit, type EditKind, edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, wholeNumber } from '../shape.ts';

/** What is written for an operator by mistake, likeliest first. */
const others: Readonly<Record<string, readonly (readonly [string, EditKind, number?])[]>> = {
  '<': [
    ['<=', 'comparison-bound'],
    ['>', 'comparison-other'],
    ['>=', 'comparison-other', 0.7],
  ],
  '<=': [
    ['<', 'comparison-bound'],
    ['>=', 'comparison-other'],
    ['>', 'comparison-other', 0.7],
  ],
  '>': [
    ['>=', 'comparison-bound'],
    ['<', 'comparison-other'],
    ['<=', 'comparison-other', 0.7],
  ],
  '>=': [
    ['>', 'comparison-bound'],
    ['<=', 'comparison-other'],
    ['<', 'comparison-other', 0.7],
  ],
  '==': [
    ['!=', 'equality'],
    ['<=', 'equality', 0.6],
    ['>=', 'equality', 0.6],
  ],
  '!=': [
    ['==', 'equality'],
    ['<', 'equality', 0.5],
    ['>', 'equality', 0.5],
  ],
  '===': [
    ['!==', 'equality'],
    ['<=', 'equality', 0.6],
    ['>=', 'equality', 0.6],
  ],
  '!==': [
    ['===', 'equality'],
    ['<', 'equality', 0.5],
    ['>', 'equality', 0.5],
  ],
  is: [
    ['is not', 'equality'],
    ['==', 'equality', 0.7],
  ],
  'is not': [
    ['is', 'equality'],
    ['!=', 'equality', 0.7],
  ],
  in: [['not in', 'equality']],
  'not in': [['in', 'equality']],
  and: [['or', 'logical']],
  or: [['and', 'logical']],
  '&&': [['||', 'logical']],
  '||': [
    ['&&', 'logical'],
    ['??', 'logical', 0.8],
  ],
  '??': [['||', 'logical', 0.5]],
  '+': [
    ['-', 'arithmetic'],
    ['*', 'arithmetic', 0.6],
  ],
  '-': [
    ['+', 'arithmetic'],
    ['*', 'arithmetic', 0.3],
  ],
  '*': [
    ['+', 'arithmetic', 0.6],
    ['/', 'arithmetic', 0.5],
    ['**', 'arithmetic', 0.5],
  ],
  '/': [
    ['//', 'arithmetic', 1.1],
    ['*', 'arithmetic', 0.7],
    ['%', 'arithmetic', 0.6],
  ],
  '//': [
    ['/', 'arithmetic', 0.8],
    ['%', 'arithmetic', 0.7],
  ],
  '%': [
    ['/', 'arithmetic', 0.5],
    ['//', 'arithmetic', 0.6],
  ],
  '**': [['*', 'arithmetic', 0.7]],
  '&': [
    ['|', 'bitwise'],
    ['^', 'bitwise', 0.8],
  ],
  '|': [
    ['&', 'bitwise'],
    ['^', 'bitwise', 0.8],
  ],
  '^': [
    ['&', 'bitwise'],
    ['|', 'bitwise', 0.9],
  ],
  '<<': [['>>', 'bitwise']],
  '>>': [
    ['<<', 'bitwise'],
    ['>>>', 'bitwise', 0.8],
  ],
  '>>>': [['>>', 'bitwise', 0.8]],
  '+=': [
    ['-=', 'arithmetic'],
    ['=', 'arithmetic', 0.7],
    ['*=', 'arithmetic', 0.6],
  ],
  '-=': [
    ['+=', 'arithmetic'],
    ['=', 'arithmetic', 0.5],
  ],
  '*=': [
    ['+=', 'arithmetic', 0.8],
    ['/=', 'arithmetic', 0.5],
  ],
  '/=': [
    ['//=', 'arithmetic'],
    ['*=', 'arithmetic', 0.7],
  ],
  '//=': [['/=', 'arithmetic', 0.7]],
  '&=': [
    ['|=', 'bitwise'],
    ['^=', 'bitwise', 0.8],
  ],
  '|=': [
    ['&=', 'bitwise'],
    ['^=', 'bitwise', 0.8],
  ],
  '^=': [
    ['&=', 'bitwise'],
    ['|=', 'bitwise', 0.9],
  ],
  '<<=': [['>>=', 'bitwise']],
  '>>=': [['<<=', 'bitwise']],
  '++': [['--', 'arithmetic']],
  '--': [['++', 'arithmetic']],
};
const pythonOnly = /^\/\/=?$/;
const javascriptOnly = /^(\?\?|>>>)$/;
const holders = /^(augmented_assignment(_expression)?|update_expression)$/;

/** Another operator in the place of one that is easily taken for it. */
export function* confusedOperators(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const binary = binaryOf(node);
  const operator = binary?.operator ?? (holders.test(node.type) ? node.child('operator') : undefined);
  if (!operator) return;
  const foreign = scene.python ? javascriptOnly : pythonOnly;
  const text = [node.child('left')?.text, node.child('right')?.text].some(
    side => /^[f`'"]/.test(side ?? '') && /['"`]$/.test(side ?? ''),
  );
  for (const [other, kind, share = 1] of others[operator.type] ?? []) {
    if (foreign.test(other) || (text && kind === 'arithmetic')) continue;
    // A step by one is seldom meant to be a product.
    const idle = /^[*/%]/.test(other) && binary !== undefined && wholeNumber(binary.right) === 1;
    const ordered = kind === 'equality' && /^[<>]/.test(other) && !comparesNumber(binary?.right, scene);
    if (idle || ordered) continue;
    const written =
      node.text.slice(0, operator.start - node.start) + other + node.text.slice(operator.end - node.start);
    yield edit(kind, node, [replace(operator, other)], instead(kind, node, written).explanation, share);
  }
}

function comparesNumber(node: SyntaxNode | undefined, scene: Scene): boolean {
  return node !== undefined && (wholeNumber(node) !== undefined || scene.is(node.text, 'number'));
}
