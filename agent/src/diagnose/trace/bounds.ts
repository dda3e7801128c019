import type { SyntaxNode } from '../../language/syntax.ts';
import type { Step, Tracer } from './step.ts';
import { element } from './step.ts';

/** An element taken by a computed index: beyond the ends, or an element that is bad itself. */
export async function traceIndex(
  tracer: Tracer,
  step: Step,
  subscript: { object: SyntaxNode; index: SyntaxNode },
): Promise<void> {
  const { file, path } = step;
  const { language } = file;
  // Beyond the end JavaScript gives undefined; Python raises there and then.
  if (path.length === 0 && tracer.wantsNothing && language.family === 'javascript')
    noteBounds(tracer, step, subscript);
  const numeric = /^\d+$/.test(subscript.index.text) ? subscript.index.text : element;
  await tracer.follow({
    ...step,
    node: subscript.object,
    path: [numeric === element ? element : numeric, ...path],
  });
}

/** Notes the loop that runs the index, and the index itself. */
export function noteBounds(
  tracer: Tracer,
  step: Step,
  subscript: { object: SyntaxNode; index: SyntaxNode },
): void {
  const { language } = step.file;
  const names = [...subscript.index.walk()]
    .filter(node => language.isIdentifier(node))
    .map(node => node.text);
  const sequence = subscript.object.text;
  for (const name of names) {
    for (const bound of boundsOf(step.node, name)) {
      tracer.add(
        { kind: 'loop-bound', index: name, sequence },
        { ...step, node: bound, steps: step.steps + 1 },
      );
    }
  }
  const lookup = subscript.index.type === 'string' || !mayCount(subscript.index);
  if (!lookup) tracer.add({ kind: 'index', sequence: subscript.object, index: subscript.index }, step);
  if (/^(0|-1|\w+\.length - 1)$/.test(subscript.index.text)) {
    tracer.add({ kind: 'empty', collection: subscript.object }, step);
  }
}

/** Whether an index looks like a number rather than a key. */
function mayCount(index: SyntaxNode): boolean {
  if (
    /^(member_expression|attribute|field_access|selector_expression|field_expression|member_access_expression)$/.test(
      index.type,
    )
  )
    return /(length|size|index|count|Index)$/.test(index.text);
  if (/identifier$|^variable_name$/.test(index.type))
    return /^\$?[a-z]$|idx|index|pos|count|last|end|offset|num/i.test(index.text);
  return /^(number|integer|int_literal|integer_literal|decimal_integer_literal|binary|binary_expression|binary_operator|unary_operator|unary_expression|update_expression)$/.test(
    index.type,
  );
}

/** Conditions and ranges of loops around a node that run a variable. */
function boundsOf(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const above of node.ancestors()) {
    if (/function|method|constructor_declaration|closure|func_literal|^lambda/.test(above.type)) break;
    if (above.type === 'for_statement' && above.child('right')) {
      const range = above.child('right');
      const runs = above
        .child('left')
        ?.text.split(/[,\s()]+/)
        .includes(name);
      if (runs && range?.type === 'call' && range.child('function')?.text === 'range') found.push(range);
    } else if (above.type === 'for_statement' || above.type === 'while_statement') {
      const condition = (above.childOfType('for_clause') ?? above).child('condition');
      if (condition && mentions(condition, name)) found.push(condition);
    } else if (/comprehension$|^generator_expression$/.test(above.type)) {
      for (const clause of above.parts) {
        const range = clause.type === 'for_in_clause' ? clause.child('right') : undefined;
        const runs = clause.child('left')?.text === name;
        if (runs && range?.type === 'call' && range.child('function')?.text === 'range') found.push(range);
      }
    }
  }
  return found;
}

function mentions(node: SyntaxNode, name: string): boolean {
  for (const inner of node.walk())
    if (/identifier$|^variable_name$/.test(inner.type) && inner.text === name) return true;
  return false;
}
