import type { SyntaxNode } from '../syntax.ts';

const leaves = /^(?:return_statement|throw_statement|throw_expression|exit_statement)$/;
/** Statements that lie deeper in one another are not looked into. */
const deepest = 100;
const loops = /^(?:while|for|foreach|do)_statement$/;

/** The statement behind which a function's block ends without returning, on the first such way through its branches. */
export function openEnd(body: SyntaxNode | undefined, blocks: ReadonlySet<string>): SyntaxNode | undefined {
  if (!body || !blocks.has(body.type) || ends(body)) return undefined;
  let open = body;
  for (let next: SyntaxNode | undefined = body; next; ) {
    open = next;
    if (blocks.has(open.type)) next = open.parts.at(-1);
    else next = open.type === 'if_statement' ? branchesOf(open).find(branch => !ends(branch)) : undefined;
  }
  return open;

  function ends(node: SyntaxNode | undefined, depth = 0): boolean {
    if (!node || depth > deepest) return false;
    const end = (inner: SyntaxNode | undefined) => ends(inner, depth + 1);
    if (leaves.test(node.type)) return true;
    if (blocks.has(node.type) || node.type === 'finally_clause') return node.parts.some(end);
    switch (node.type) {
      case 'expression_statement':
        return end(node.parts[0]);
      case 'if_statement':
        return node.childrenOf('alternative').at(-1)?.type === 'else_clause' && branchesOf(node).every(end);
      case 'try_statement': {
        const handlers = node.parts.filter(part => part.type === 'catch_clause');
        const last = node.childOfType('finally_clause');
        return end(last) || (end(node.child('body')) && handlers.every(one => end(one.child('body'))));
      }
      case 'switch_statement': {
        const cases = node.child('body')?.parts ?? [];
        const whole = cases.some(part => part.type === 'default_statement');
        return whole && !breaks(node) && (cases.at(-1)?.parts.some(end) ?? false);
      }
      case 'while_statement':
        return /^\(\s*(?:true|1)\s*\)$/i.test(node.child('condition')?.text ?? '') && !breaks(node);
      default:
        return false;
    }
  }
}

function branchesOf(node: SyntaxNode): SyntaxNode[] {
  const others = node.childrenOf('alternative').flatMap(one => one.childrenOf('body'));
  return [...node.childrenOf('body'), ...others];
}

function breaks(loop: SyntaxNode): boolean {
  for (const node of loop.walk(inner => !loops.test(inner.type) && inner.type !== 'switch_statement'))
    if (node.type === 'break_statement') return true;
  return false;
}
