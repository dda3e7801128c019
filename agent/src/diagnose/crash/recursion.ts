import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint } from '../messages/complaint.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';

/**
 * For an endless recursion: the first condition of the function, under which it would stop; of one without a condition the
 * call of itself.
 */
export function endlessCondition(file: SourceFile, line: number, complaint: Complaint): Bad | undefined {
  const info = complaint.kind === 'recursion' ? recursive(file, line) : undefined;
  if (!info?.body) return undefined;
  for (const node of info.body.walk()) {
    const condition = node.type === 'if_statement' ? node.child('condition') : undefined;
    if (condition) {
      const inner = file.language.unwrap(condition);
      return { file, node: inner, access: node, badness: 'condition', function: info };
    }
  }
  const [again] = callsOfItself(info, file);
  return again && { file, node: again, access: again, badness: 'condition', function: info };
}

/** The function around a line that calls itself, since the line may be in a callback inside it; else the innermost. */
function recursive(file: SourceFile, line: number): FunctionInfo | undefined {
  const { language, tree } = file;
  const around = language.functions(tree).filter(info => info.startLine <= line && line <= info.endLine);
  return around.findLast(info => callsOfItself(info, file).length > 0) ?? around.at(-1);
}

/** The calls in a function, and in functions inside it, that call it again: by its name or on the object itself. */
export function callsOfItself(
  { name, className, body }: FunctionInfo,
  { language }: SourceFile,
): SyntaxNode[] {
  if (!body || name === '') return [];
  return [...body.walk()].filter(node => {
    const callee = language.call(node)?.callee;
    const member = callee && language.member(callee);
    if (member)
      return className !== undefined && member.property.text === name && language.isSelf(member.object);
    return callee?.text === name && className === undefined;
  });
}
