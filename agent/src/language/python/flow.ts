import type { FunctionInfo } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

/** Whether the end of the function's block can be reached. */
export function fallsThrough(info: FunctionInfo): boolean {
  return info.kind !== 'lambda' && info.body !== undefined && !ends(info.body);
}

/** The statement behind which the function ends without returning, on the first such way through its branches. */
export function openEnd(info: FunctionInfo): SyntaxNode | undefined {
  return fallsThrough(info) ? lastOpen(info.body) : undefined;
}

function lastOpen(block: SyntaxNode | undefined): SyntaxNode | undefined {
  const last = block?.parts.at(-1);
  if (last?.type !== 'if_statement') return last;
  const others = last.childrenOf('alternative');
  const branches = [last, ...others].map(branch => branch.child('consequence') ?? branch.child('body'));
  return lastOpen(branches.find(branch => branch !== undefined && !ends(branch))) ?? last;
}

/** Whether a statement always leaves the function or loops for ever. */
function ends(node: SyntaxNode | undefined): boolean {
  if (!node) return false;
  switch (node.type) {
    case 'return_statement':
    case 'raise_statement':
      return true;
    case 'block':
      return node.parts.some(ends);
    case 'if_statement': {
      const others = node.childrenOf('alternative');
      return (
        ends(node.child('consequence')) &&
        others.at(-1)?.type === 'else_clause' &&
        others.every(other => ends(other.child('consequence') ?? other.child('body')))
      );
    }
    case 'with_statement':
      return ends(node.child('body'));
    case 'try_statement': {
      const last = node.childOfType('finally_clause');
      if (last?.parts.some(ends)) return true;
      const handlers = node.children.filter(child => child.type.startsWith('except'));
      const otherwise = node.childOfType('else_clause');
      return (
        (ends(node.child('body')) || ends(otherwise?.child('body'))) &&
        handlers.every(handler => ends(handler.childOfType('block')))
      );
    }
    case 'while_statement':
      return /^(True|1)$/.test(node.child('condition')?.text ?? '') && !leaves(node);
    case 'match_statement':
      return matchEnds(node);
    default:
      return false;
  }
}

function matchEnds(node: SyntaxNode): boolean {
  const cases = node.child('body')?.parts.filter(part => part.type === 'case_clause') ?? [];
  const last = cases.at(-1)?.childOfType('case_pattern')?.text;
  return last === '_' && cases.every(part => ends(part.child('consequence')));
}

function leaves(loop: SyntaxNode): boolean {
  const stop = /^(for_statement|while_statement|function_definition|lambda)$/;
  for (const node of loop.walk(inner => !stop.test(inner.type)))
    if (node.type === 'break_statement') return true;
  return false;
}
