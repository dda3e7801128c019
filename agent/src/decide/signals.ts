import type { Candidate, FileChange } from '@errata/protocol/proposal';
import { languageOf } from '../language/languages.ts';
import type { SyntaxNode } from '../language/syntax.ts';
import { editedLines } from './edit.ts';

/** What can be told of a candidate from its text alone. */
export interface Signals {
  /** Lines added and removed. */
  readonly size: number;
  /** Returns added that give nothing, or an empty value, where the code went on before. */
  readonly silentReturns: number;
  /** Handlers added that catch everything and do not raise it again. */
  readonly blanketCatches: number;
  /** Only takes code away; of an edit without a reason, also when what it writes is just the rest of what it took. */
  readonly deletes: boolean;
  /** The same for two candidates whose changed files have equal syntax trees. */
  readonly shape: string;
}

const returnsNothing = /\breturn\s*(?:;|$|null\b|undefined\b|None\b|void 0)\s*;?\s*(?:\}|$|\/\/|#)/;
const returnsEmpty =
  /\breturn\s*(?:;|$|null\b|undefined\b|None\b|false\b|False\b|0\b|''|""|\[\]|\{\}|void 0)\s*;?\s*(?:\}|$|\/\/|#)/;
const catchesAll =
  /\bcatch\s*(?:\(\s*\w+(?:\s*:\s*\w+)?\s*\))?\s*\{|\bexcept\s*(?:(?:Base)?Exception\b.*)?:|\.catch\s*\(\s*(?:\(\s*\w*\s*\)|\w+)\s*=>/g;
const raisesAgain = /\b(?:throw|raise|reject)\b/g;
const insignificant = new Set(['comment', ';', ',', '(', ')']);

/** Reads a candidate's signals off its changes. */
export async function signalsOf(candidate: Candidate): Promise<Signals> {
  const { added, removed } = editedLines(candidate.changes);
  const text = { added: added.join('\n'), removed: removed.join('\n') };
  // A base case that gives an empty value can be the cause's fix; a guard that does so hides it.
  const silent = candidate.label === 'root-cause' ? returnsNothing : returnsEmpty;
  const returns = (lines: readonly string[]) =>
    lines.filter(
      (line, at) =>
        silent.test(line) &&
        !/^\s*except StopIteration:/.test(lines[at - 1] ?? '') &&
        !(candidate.label === 'root-cause' && usual(line, candidate)),
    ).length;
  const caught = grown(text, catchesAll) - Math.max(0, grown(text, raisesAgain));
  return {
    size: added.length + removed.length,
    // What stood there before was the program's own way to answer.
    silentReturns: candidate.engine === 'revert' ? 0 : Math.max(0, returns(added) - returns(removed)),
    blanketCatches: Math.max(0, caught),
    deletes:
      (added.every(line => line.trim() === '') && removed.some(line => line.trim() !== '')) ||
      (candidate.engine !== 'templates' &&
        takesNames(text.removed, text.added, await enclosingFunctions(candidate.changes))),
    shape: (await Promise.all(candidate.changes.map(shapeOf))).sort().join('\n'),
  };
}

/** Whether a changed file returns the same elsewhere: its callers know that it may. */
function usual(line: string, candidate: Candidate): boolean {
  const statement = /\breturn\b.*?(?=;|\}|$)/.exec(line)?.[0].trim();
  if (statement === undefined || statement === 'return') return false;
  return candidate.changes.some(({ before }) =>
    (before ?? '').split('\n').some(other => /\breturn\b.*?(?=;|\}|$)/.exec(other)?.[0].trim() === statement),
  );
}

/**
 * Whether the new text is the old one with names left out of it: a feature or a part of a result is gone. A function that
 * no longer calls itself does not count: it only stops there.
 */
function takesNames(removed: string, added: string, functions: ReadonlySet<string>): boolean {
  const tokens = (text: string) => text.match(/[\w$]+|[^\s\w$]/g) ?? [];
  const rest = tokens(added).filter(token => !insignificant.has(token));
  let at = 0;
  let names = 0;
  const before = tokens(removed);
  for (const [index, token] of before.entries()) {
    if (insignificant.has(token)) continue;
    if (token === rest[at]) at += 1;
    else if (/^[A-Za-z_$]/.test(token) && !(functions.has(token) && before[index + 1] === '(')) names += 1;
  }
  return at === rest.length && names > 0;
}

/** Names of the functions that are changed, each by its first line that is. */
async function enclosingFunctions(changes: readonly FileChange[]): Promise<Set<string>> {
  const names = new Set<string>();
  for (const { path, before, after } of changes) {
    const language = before === null ? undefined : await languageOf(path);
    if (language === undefined || before === null) continue;
    const lines = (after ?? '').split('\n');
    const first = before.split('\n').findIndex((line, at) => line !== lines[at]);
    const name = language.functionAt(language.parse(before), first + 1)?.name;
    if (name) names.add(name);
  }
  return names;
}

function grown(text: { added: string; removed: string }, pattern: RegExp): number {
  return (text.added.match(pattern)?.length ?? 0) - (text.removed.match(pattern)?.length ?? 0);
}

async function shapeOf({ path, after }: FileChange): Promise<string> {
  const language = after === null ? undefined : await languageOf(path);
  if (language === undefined || after === null) return `${path}:${after?.trim() ?? 'deleted'}`;
  const tokens: string[] = [];
  const { root } = language.parse(after);
  const blocks: SyntaxNode[] = [];
  for (const node of root.walk(inner => !inner.isComment && inner.type !== 'string')) {
    // Where indentation makes the blocks, no token tells where one ends.
    for (let open = blocks.at(-1); open && node.start >= open.end; open = blocks.at(-1)) {
      tokens.push('}');
      blocks.pop();
    }
    if (node.type === 'block') blocks.push(node);
    const leaf = node.children.length === 0 || node.type === 'string';
    if (leaf && !insignificant.has(node.type)) tokens.push(node.text.replace(/^(['"])(.*)\1$/s, "'$2'"));
    else if (!leaf) tokens.push('');
  }
  return `${path}:${tokens.join(' ')}`;
}
