import type { Frame } from '@errata/protocol/event';
import type { Complaint } from '../messages/complaint.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';
import { badExpressions } from './bad-expression.ts';

const mostLines = 20;

/**
 * For a line that does nothing of what the complaint is about: minifiers put what a variable is given in the place where it is
 * used, and a source map then leads to the line that gives it. The expressions are looked for where the variable is used.
 */
export function inlinedUses(
  file: SourceFile,
  line: number,
  complaint: Complaint,
  frame: Frame | undefined,
): Bad[] {
  const { language, tree } = file;
  const scope = language.functionAt(tree, line)?.body;
  if (scope === undefined) return [];
  const given = language
    .assignments(scope)
    .filter(({ target, statement }) => statement.line === line && language.isIdentifier(target));
  for (const { target, statement } of given) {
    const uses = [...scope.walk()].filter(
      node => language.isIdentifier(node) && node.text === target.text && node.start > statement.end,
    );
    const lines = [...new Set(uses.map(node => node.line))].slice(0, mostLines);
    const found = lines
      .flatMap(at => badExpressions(file, at, complaint, frame))
      .filter(({ node }) => node.text === target.text);
    if (found.length > 0) return found;
  }
  return [];
}
