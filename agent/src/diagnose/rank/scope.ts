import { splitLines } from '../../git/diff.ts';
import type { FunctionInfo } from '../../language/language.ts';
import { indentedRange } from '../../locate/enclosing.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';

/** The function around a line, as lines of text: what ranking asks is the same in every language. */
export interface Scope {
  readonly file: string;
  readonly lines: readonly string[];
  /** First and last line, from 1. */
  readonly from: number;
  readonly to: number;
  /** Empty outside of functions and in those without a name. */
  readonly name: string;
  readonly symbol?: string;
  readonly parameters: readonly string[];
}

/** The function around a line, by its syntax where the language is known, else by indentation; undefined without a text. */
export async function scopeAt(index: SourceIndex, path: string, line: number): Promise<Scope | undefined> {
  const text = await index.text(path);
  if (text === undefined) return undefined;
  const lines = splitLines(text);
  const source = await index.file(path);
  if (source === undefined) {
    const [from, to] = indentedRange(lines, line);
    return { file: path, lines, from, to, name: '', parameters: [] };
  }
  const inner = source.language.functionAt(source.tree, line);
  const info = inner && (namedAround(inner, source) ?? inner);
  if (inner === undefined || info === undefined)
    return { file: path, lines, from: 1, to: lines.length, name: '', parameters: [] };
  return {
    file: path,
    lines,
    from: info.startLine,
    to: info.endLine,
    name: info.kind === 'constructor' ? (info.className ?? '') : info.name,
    ...(info.name ? { symbol: info.qualifiedName } : {}),
    parameters: (inner === info ? [info] : [info, inner]).flatMap(parametersOf),
  };
}

function parametersOf({ parameters }: FunctionInfo): string[] {
  return parameters.flatMap(({ name, destructured }) =>
    destructured ? [...name.matchAll(word)].map(([part]) => part) : [name.replace(/^[$&*@]+/, '')],
  );
}

const longestAround = 150;

/** The function that a callback without a name is written in, which is what its reader takes it for a part of. */
function namedAround(inner: FunctionInfo, { language }: SourceFile): FunctionInfo | undefined {
  let info: FunctionInfo | undefined = inner;
  while (info && info.name === '')
    info = info.node.parent ? language.functionOf(info.node.parent) : undefined;
  return info && info.endLine - info.startLine < longestAround ? info : undefined;
}

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const notValues =
  /^(?:if|else|elif|elsif|unless|while|for|foreach|return|and|or|not|in|is|new|await|yield|throw|raise|typeof|instanceof|null|nil|None|undefined|true|false|True|False|this|self|super|let|const|var|val|mut|final|assert|case|when|match|switch|fn|func|function|def|async|static|ref|out|as|try|catch|except|rescue|do|end|then|go|defer|range|echo|isset|empty)$/;

/** The names that values in a piece of code are rooted in: `order.lines[i].price` → order, i. */
export function rootsIn(code: string): string[] {
  const bare = withoutTexts(code);
  const found = new Set<string>();
  for (const match of bare.matchAll(word)) {
    const before = bare.slice(0, match.index).trimEnd();
    const after = bare.slice(match.index + match[0].length, match.index + match[0].length + 3).trimStart();
    const member = /(?:[^.]\.|\?\.|->|::|@)$/.test(before.slice(-3));
    const name = match[0].replace(/^\$/, '');
    if (member || after.startsWith('(') || notValues.test(name)) continue;
    found.add(name);
  }
  return [...found];
}

/** Code without the contents of its strings and without a comment at its end. */
export function withoutTexts(code: string): string {
  return code
    .slice(0, 2000)
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`/g, '""')
    .replace(/(?:^|\s)(?:\/\/|#\s).*$/m, '');
}

/** The names that values are rooted in when local variables are taken for what they were made from. */
export function rootsBehind(scope: Scope, roots: readonly string[], line: number): string[] {
  const { lines, from, parameters } = scope;
  const found = new Set<string>();
  const waiting = [...roots];
  for (const name of waiting) {
    const made = parameters.includes(name)
      ? undefined
      : lines.slice(from, line - 1).findLast(text => givesTo(name).test(withoutTexts(text)));
    if (made === undefined) found.add(name);
    else
      for (const root of rootsIn(made.replace(/^[^=]*=/, '')))
        if (!waiting.includes(root)) waiting.push(root);
  }
  return [...found];
}

function givesTo(name: string): RegExp {
  const word = name.replace(/\W/g, '\\$&');
  return new RegExp(`(?:^|[^.\\w$>])\\$?${word}\\s*(?::=|(?:\\|\\||\\?\\?|or)?=(?![=>~]))`);
}

/** Whether a function gives the name another value before a line. */
export function isReassigned({ lines, from }: Scope, name: string, line: number): boolean {
  const given = givesTo(name);
  return lines.slice(from, line - 1).some(text => given.test(withoutTexts(text)));
}
