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
  const thrown = nodes.find(node => isThrow(node, file));
  const condition = thrown?.ancestor(...conditionals)?.child('condition');
  const node = condition ? tested(condition, file) : undefined;
  if (!thrown || !node) return undefined;
  const info = language.functionOf(thrown);
  return { file, node, access: thrown, badness: 'nothing', ...(info ? { function: info } : {}) };
}

const conditionals = ['if_statement', 'if_expression', 'if', 'unless', 'if_modifier', 'unless_modifier'];

function isThrow(node: SyntaxNode, { language }: SourceFile): boolean {
  if (/^(?:throw_statement|throw_expression|raise_statement)$/.test(node.type)) return true;
  if (node.type === 'macro_invocation') return /^(?:panic|bail|unreachable)!/.test(node.text);
  return /^(?:raise|panic)$/.test(language.call(node)?.callee.text ?? '');
}

/** What a condition finds missing: `!x`, `x === undefined`, `x is None`, `not x`. */
function tested(condition: SyntaxNode, file: SourceFile): SyntaxNode | undefined {
  const inner = file.language.unwrap(condition);
  const text = inner.text;
  const negated = /^(!|not\b)/.test(text);
  const compared =
    /(={2,3}\s*(null|undefined|nil|None)|is\s+(None|null)|\.(nil\?|is_none\(\)|isEmpty\(\)))$/.test(text);
  if (!negated && !compared) return undefined;
  const part = inner.parts[0];
  return part && pathOf(part, file.language) ? part : undefined;
}
