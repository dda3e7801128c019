import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint } from '../messages/complaint.ts';
import type { Badness } from '../origin.ts';
import type { CrashCandidate } from './candidates.ts';

/** The operands of a Python expression, and what functions that add up or compare work on. */
export function operands(node: SyntaxNode, badness: Badness): CrashCandidate[] {
  const of = (operand: SyntaxNode | undefined): CrashCandidate[] =>
    operand ? [{ node: operand, access: node, badness, expected: 'number', point: operand.start }] : [];
  if (node.type === 'binary_operator' || node.type === 'comparison_operator') return node.parts.flatMap(of);
  if (node.type === 'augmented_assignment') return [...of(node.child('right')), ...of(node.child('left'))];
  if (node.type === 'unary_operator') return of(node.child('argument'));
  const callee = node.type === 'call' ? (node.child('function')?.text ?? '') : '';
  if (!/^(sum|min|max|sorted|heapq\.\w+)$|\.sort$/.test(callee)) return [];
  const given = node.child('arguments')?.parts ?? [];
  const key = sortKey(given);
  if (key) return of(key);
  const [first] = given;
  const elements = /^(generator_expression|list_comprehension)$/.test(first?.type ?? '')
    ? first?.child('body')
    : first;
  return of(elements);
}

/** What a `key=lambda x: …` gives: elements are compared by it. */
function sortKey(given: readonly SyntaxNode[]): SyntaxNode | undefined {
  const key = given.find(part => part.type === 'keyword_argument' && part.child('name')?.text === 'key');
  const value = key?.child('value');
  return value?.type === 'lambda' ? value.child('body') : undefined;
}

/** Of operands, those of the operator and on the side that the message names. */
export function ofOperator(complaint: Complaint, found: CrashCandidate[]): CrashCandidate[] {
  if (complaint.kind !== 'nothing' && complaint.kind !== 'wrong-type') return found;
  const { operator, side } = complaint;
  if (operator === undefined || operator === '[]') return found;
  const among = (kept: CrashCandidate[], wanted: (one: CrashCandidate) => boolean) => {
    const some = kept.filter(one => one.access.type === 'call' || wanted(one));
    return some.length > 0 ? some : kept;
  };
  const signs = ({ access }: CrashCandidate) =>
    access.children.filter(part => !part.named).map(part => part.type);
  const exact = found.filter(one => signs(one).includes(operator));
  const close = among(exact.length > 0 ? [...exact, ...found.filter(isCall)] : found, one =>
    signs(one).some(sign => sign === operator || sign === `${operator}=`),
  );
  if (side === undefined) return close;
  return among(close, ({ access, node }) => {
    const { parts } = access;
    return parts.length < 2 || (side === 'left' ? parts[0] : parts.at(-1)) === node;
  });
}

function isCall({ access }: CrashCandidate): boolean {
  return access.type === 'call';
}
