import type { FunctionInfo } from '../language.ts';
import type { SyntaxNode } from '../syntax.ts';

/** Whether the end of the function's block can be reached. */
export function fallsThrough(info: FunctionInfo): boolean {
  const body = info.body;
  if (body?.type !== 'statement_block') return false;
  return !ends(body);
}

/** The statement behind which the function ends without returning, on the first such way through its branches. */
export function openEnd(info: FunctionInfo): SyntaxNode | undefined {
  return fallsThrough(info) ? lastOpen(info.body) : undefined;
}

function lastOpen(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.type === 'statement_block' || node?.type === 'else_clause') return lastOpen(node.parts.at(-1));
  if (node?.type !== 'if_statement') return node;
  const branches = [node.child('consequence'), node.child('alternative')];
  return lastOpen(branches.find(branch => branch !== undefined && !ends(branch))) ?? node;
}

/** Whether a statement always leaves the function or loops for ever. */
function ends(node: SyntaxNode | undefined): boolean {
  if (!node) return false;
  switch (node.type) {
    case 'return_statement':
    case 'throw_statement':
      return true;
    case 'statement_block':
      return node.parts.some(ends);
    case 'else_clause':
      return node.parts.some(ends);
    case 'if_statement':
      return ends(node.child('consequence')) && ends(node.child('alternative'));
    case 'try_statement': {
      const last = node.child('finalizer')?.child('body');
      if (ends(last)) return true;
      const handler = node.child('handler');
      return ends(node.child('body')) && (handler === undefined || ends(handler.child('body')));
    }
    case 'switch_statement': {
      const cases = node.child('body')?.parts ?? [];
      return cases.some(part => part.type === 'switch_default') && !leaves(node) && caseEnds(cases.at(-1));
    }
    case 'while_statement':
      return /^\((true|1)\)$/.test(node.child('condition')?.text ?? '') && !leaves(node);
    case 'for_statement':
      return node.child('condition')?.type === 'empty_statement' && !leaves(node);
    case 'labeled_statement':
      return ends(node.child('body'));
    default:
      return false;
  }
}

function caseEnds(node: SyntaxNode | undefined): boolean {
  return node?.childrenOf('body').some(ends) ?? false;
}

function leaves(loop: SyntaxNode): boolean {
  const stop = /^(for_|while_|do_|switch_|function|arrow_function|method_definition)/;
  for (const node of loop.walk(inner => !stop.test(inner.type)))
    if (node.type === 'break_statement') return true;
  return false;
}
