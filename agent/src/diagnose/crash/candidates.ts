import type { Language } from '../../language/language.ts';
import type { SyntaxNode, Tree } from '../../language/syntax.ts';
import type { Badness, ExpectedType } from '../origin.ts';

/** An expression on the crash line that the complaint may be about. */
export interface CrashCandidate {
  node: SyntaxNode;
  access: SyntaxNode;
  badness: Badness;
  property?: string;
  expected?: ExpectedType;
  /** Offset that an engine reports as the position of the failure. */
  point: number;
}

/** Nodes to be looked at for a crash on a line: those on the line itself, else those of the statement around it. */
export function nodesAround(language: Language, tree: Tree, line: number): SyntaxNode[] {
  const range = tree.lineRange(line);
  if (!range) return [];
  const indented = /^\s*/.exec(tree.text.slice(range.start, range.end))?.[0].length ?? 0;
  const first = tree.nodeAt(Math.min(range.start + indented, range.end));
  const statement = language.statementOf(first);
  const scope = statement.type === 'program' || statement.type === 'module' ? tree.root : statement;
  const nodes: SyntaxNode[] = [];
  for (const node of scope.walk()) {
    if (node.named && node.line <= line && node.endLine >= line) nodes.push(node);
  }
  return nodes;
}

/** Candidates whose failing point is on the line come first, then the others of the statement, in source order. */
export function onLineFirst(candidates: CrashCandidate[], tree: Tree, line: number): CrashCandidate[] {
  const here = candidates.filter(candidate => tree.lineAt(candidate.point) === line);
  return here.length > 0 ? here : candidates;
}
