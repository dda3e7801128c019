import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { TextEdit } from '../edit/patch.ts';

/** A statement that leaves a function, or goes on with the next element, where it cannot do its work. */
export interface Exit {
  statement: string;
  weight: number;
  /** What the statement needs besides: an import. */
  edits?: TextEdit[];
}

/** A language's ways out of a function at a node where something is missing, the function's own form first. */
export type ExitsOf = (info: FunctionInfo, at: SyntaxNode, missing: string, file: SourceFile) => Exit[];

/** Whether a node stands in a loop of its own function, which can go on without it. */
export function inLoop(at: SyntaxNode, info: FunctionInfo): boolean {
  for (const above of at.ancestors()) {
    if (above === info.node) return false;
    if (/^(?:for|while|enhanced_for|do)_statement$/.test(above.type)) return true;
  }
  return false;
}
