import type { Complaint } from '../messages/complaint.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';

/** For an endless recursion: the first condition of the function, under which it would stop. */
export function endlessCondition(file: SourceFile, line: number, complaint: Complaint): Bad | undefined {
  const { language, tree } = file;
  const info = complaint.kind === 'recursion' ? language.functionAt(tree, line) : undefined;
  if (!info?.body) return undefined;
  for (const node of info.body.walk()) {
    const condition = node.type === 'if_statement' ? node.child('condition') : undefined;
    if (condition) {
      return { file, node: language.unwrap(condition), access: node, badness: 'condition', function: info };
    }
  }
  return undefined;
}
