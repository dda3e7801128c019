import type { SourceFile, SourceIndex } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { blockParts } from '../edit/statements.ts';

/** What code elsewhere does when a value of the same origin is missing. */
export interface MinedCheck {
  /** The variable that was checked there. */
  variable: string;
  condition: string;
  /** The statement under the condition: a throw, a return, a continue. */
  statement: string;
  /** How many places do it. */
  count: number;
  sameFile: boolean;
}

const leaves = /^(throw|return|raise|continue|break)_statement$/;

/** Checks that follow a variable given by a call of this name, most frequent first. */
export async function minedChecks(
  callee: string,
  file: SourceFile,
  index: SourceIndex,
): Promise<MinedCheck[]> {
  const found = new Map<string, MinedCheck>();
  for (const other of await index.mentioning(file.language.family, callee)) {
    if (other.test) continue;
    const { language, tree } = other;
    for (const assigned of language.assignments(tree.root, true)) {
      const call = assigned.value ? language.call(language.unwrap(assigned.value)) : undefined;
      const name = call ? (language.member(call.callee)?.property ?? call.callee).text : undefined;
      if (name !== callee || !language.isIdentifier(assigned.target)) continue;
      const check = checkAfter(language.statementOf(assigned.target), assigned.target.text, other);
      if (!check) continue;
      const key = check.statement.replaceAll(new RegExp(`\\b${check.variable}\\b`, 'g'), '$v');
      const known = found.get(key);
      if (known) known.count += 1;
      else found.set(key, { ...check, count: 1, sameFile: other === file });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.sameFile) - Number(a.sameFile) || b.count - a.count);
}

function checkAfter(
  statement: SyntaxNode,
  variable: string,
  file: SourceFile,
): Omit<MinedCheck, 'count' | 'sameFile'> | undefined {
  const siblings = statement.parent?.parts ?? [];
  const next = siblings[siblings.indexOf(statement) + 1];
  if (next?.type !== 'if_statement') return undefined;
  const condition = file.language.unwrap(next.child('condition') ?? next).text;
  const missing = new RegExp(
    `^(!${variable}|not ${variable}|${variable} is None|${variable} ={2,3} (null|undefined|nil))$`,
  );
  if (!missing.test(condition)) return undefined;
  const consequence = next.child('consequence');
  const parts = consequence ? blockParts(consequence) : [];
  const inner = consequence && leaves.test(consequence.type) ? consequence : parts[0];
  if (!inner || !leaves.test(inner.type) || (parts.length > 1 && inner !== consequence)) return undefined;
  return { variable, condition, statement: inner.text.replace(/;\s*$/, '') };
}

const saysMissing = /\b404\b|not[ _-]?found|no such|does not exist|unknown|missing/i;

/** How a file leaves its functions when something that was asked for is not there, most frequent first. */
export function usualExits(file: SourceFile): MinedCheck[] {
  const { language, tree } = file;
  const found = new Map<string, MinedCheck>();
  for (const node of tree.root.walk()) {
    if (node.type !== 'if_statement') continue;
    const condition = language.unwrap(node.child('condition') ?? node).text;
    const statement = exitOf(node);
    if (!/^(!|not )|is None$|={2,3} (null|undefined|nil)$/.test(condition)) continue;
    if (statement === undefined || !saysMissing.test(statement)) continue;
    const known = found.get(statement);
    if (known) known.count += 1;
    else found.set(statement, { variable: '', condition: '', statement, count: 1, sameFile: true });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** The one statement that a condition leaves with; of an answer followed by a bare `return` the two as one. */
function exitOf(node: SyntaxNode): string | undefined {
  const consequence = node.child('consequence');
  const inside = consequence ? blockParts(consequence) : [];
  const parts = consequence && leaves.test(consequence.type) ? [consequence] : inside;
  const [first, last, ...more] = parts;
  if (!first || more.length > 0) return undefined;
  const text = first.text.replace(/;\s*$/, '');
  if (!last) return leaves.test(first.type) ? text : undefined;
  const bare = last.type === 'return_statement' && /^return;?$/.test(last.text);
  return bare && first.type === 'expression_statement' ? `return ${text}` : undefined;
}

/** A mined text with the variable's name replaced, but not inside of texts, except where they insert it. */
export function renameIn(text: string, from: string, to: string): string {
  const name = new RegExp(`(?<![\\w$.])${from.replace(/\$/g, '\\$')}(?![\\w$])`, 'g');
  const inserted = (part: string) => part.replace(/\{[^{}]*\}/g, hole => hole.replaceAll(name, to));
  const pieces = text.split(/(f?"(?:\\.|[^"\\])*"|f?'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)/);
  return pieces.map((piece, at) => (at % 2 === 1 ? inserted(piece) : piece.replaceAll(name, to))).join('');
}

/** The names that a statement uses beside the variable; they must be known where it is put. */
export function freeNames(statement: string): string[] {
  const bare = statement
    .replace(/(['"])(?:\\.|(?!\1).)*\1/g, '')
    .replace(/`((?:\\.|[^`])*)`/g, (_, inside: string) =>
      [...inside.matchAll(/\$\{([^}]*)\}/g)].map(match => match[1]).join(' '),
    );
  return [
    ...new Set(
      [...bare.matchAll(/(?<![\w$.])(?!(?<=[{,]\s*)[\w$]+\s*:)[A-Za-z_$][\w$]*/g)].map(match => match[0]),
    ),
  ].filter(
    name =>
      !/^(throw|return|raise|continue|break|new|Error|TypeError|RangeError|null|nil|undefined|None|True|False|true|false|from|f|[A-Z]\w*Error|await|not|in|is|and|or)$/.test(
        name,
      ) ||
      (/^[A-Z]\w*Error$/.test(name) && !/^(Type|Range|Value|Key|Lookup|Index|Runtime)Error$/.test(name)),
  );
}
