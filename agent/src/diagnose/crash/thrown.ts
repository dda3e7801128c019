import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint } from '../messages/complaint.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';
import { pathOf } from './bad-expression.ts';
import { nodesAround } from './candidates.ts';

/** For an error that the code throws on purpose: the value that the condition around it found missing. */
export function thrownOnPurpose(file: SourceFile, line: number, complaint: Complaint): Bad | undefined {
  const { language, tree } = file;
  if (complaint.kind !== 'other') return undefined;
  const nodes = nodesAround(language, tree, line);
  const thrown = nodes.find(node => node.type === 'throw_statement' || node.type === 'raise_statement');
  const condition = thrown?.ancestor('if_statement')?.child('condition');
  const node = condition ? tested(condition, file) : undefined;
  if (!thrown || !node) return undefined;
  const info = language.functionOf(thrown);
  return { file, node, access: thrown, badness: 'nothing', ...(info ? { function: info } : {}) };
}

/** What a condition finds missing: `!x`, `x === undefined`, `x is None`, `not x`. */
function tested(condition: SyntaxNode, file: SourceFile): SyntaxNode | undefined {
  const inner = file.language.unwrap(condition);
  const text = inner.text;
  const negated = /^(!|not\b)/.test(text);
  const compared = /(={2,3}\s*(null|undefined)|is\s+None|==\s*None)$/.test(text);
  if (!negated && !compared) return undefined;
  const part = inner.parts[0];
  return part && pathOf(part, file.language) ? part : undefined;
}
