import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end, indentOf, layoutOf } from './layout.ts';
import { insertAt, type TextEdit } from './patch.ts';

/** Puts lines in before a statement, at its indentation. */
export function before(statement: SyntaxNode, lines: string[], file: SourceFile): TextEdit {
  const { newline } = layoutOf(file);
  const indent = indentOf(statement);
  return insertAt(statement.start, lines.map(line => line + newline + indent).join(''));
}

/** Puts lines in after a statement and a remark behind it, at its indentation. */
export function after(statement: SyntaxNode, lines: string[], file: SourceFile): TextEdit {
  const { newline } = layoutOf(file);
  const indent = indentOf(statement);
  const end = statementEnd(statement);
  const remark = /^[ \t]+(?:\/\/|#)[^\r\n]*/.exec(file.text.slice(end, end + 500))?.[0] ?? '';
  return insertAt(end + remark.length, lines.map(line => newline + indent + line).join(''));
}

/** Offset behind a statement and its semicolon. */
export function statementEnd(statement: SyntaxNode): number {
  const { text } = statement.tree;
  return text[statement.end] === ';' ? statement.end + 1 : statement.end;
}

/** The statements of a function's block. */
export function statementsOf(info: FunctionInfo): SyntaxNode[] {
  if (!info.body || !/^(statement_block|block|constructor_body)$/.test(info.body.type)) return [];
  return blockParts(info.body);
}

/** The statements of a block, which Go's grammar puts one level further in. */
export function blockParts(block: SyntaxNode): SyntaxNode[] {
  return (block.childOfType('statement_list') ?? block).parts;
}

/** The first statement of a function that is no docstring; undefined for an expression or an empty block. */
export function firstStatement(info: FunctionInfo): SyntaxNode | undefined {
  const statements = statementsOf(info);
  const first = statements[0];
  const documents = first?.type === 'expression_statement' && first.parts[0]?.type === 'string';
  return documents ? statements[1] : first;
}

/** `if` with one statement in the language and layout of a file, as lines for `before` and `after`. */
export function ifLines(condition: string, statement: string, file: SourceFile): string[] {
  const { indent } = layoutOf(file);
  if (file.language.family === 'python') return [`if ${condition}:`, indent + statement];
  if (file.language.family === 'go') return [`if ${condition} {`, indent + statement, '}'];
  const line = statement + end(file);
  return bracesAlways(file) ? [`if (${condition}) {`, indent + line, '}'] : [`if (${condition}) ${line}`];
}

function bracesAlways(file: SourceFile): boolean {
  const bare = file.text.match(/^\s*if \(.*\) (?!.*\{$)\S.*$/gm)?.length ?? 0;
  const braced = file.text.match(/^\s*if \(.*\) \{$/gm)?.length ?? 0;
  return braced > bare || (file.language.family === 'java' && bare === 0);
}

/** The condition that an expression is not there. */
export function isMissing(expression: string, file: SourceFile): string {
  switch (file.language.family) {
    case 'python':
      return `${expression} is None`;
    case 'go':
      return `${expression} == nil`;
    case 'java':
      return `${expression} == null`;
    default:
      return `!${expression}`;
  }
}
