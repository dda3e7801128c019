import type { FunctionInfo } from '../../language/language.ts';
import { throwsOnPurpose } from '../../locate/thrown.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';
import { affinities } from './affinity.ts';
import { whyThrown } from './checks.ts';
import { rootsIn, type Scope } from './scope.ts';

const mostNames = 12;
const mostFiles = 8;
/** How likely it is that the only function of a name is meant. */
const only = 0.8;
/** Called everywhere, and never what a mistake is in. */
const idle =
  /^(?:assert\w*|expect\w*|should\w*|to(?:Be|Equal|Have|Throw|Match|Contain)\w*|verify\w*|fail\w*|describe|it|test|before\w*|after\w*|setUp|tearDown|equals?|deepEqual|strictEqual|deepStrictEqual|not\w*|ok|throws|rejects|assertThat|is|eq|that|mock\w*|stub\w*|spy\w*|when|given|then|print\w*|log|len|str|int|list|dict|range|isinstance|function|if|for|while|switch|catch|with|require|import|super|done|Given|Arrange|require_relative|catchThrowable|let|subject|context|raise\w*)$/;

/** A function that may be the one that is called under a name. */
export interface Called {
  readonly source: SourceFile;
  readonly info: FunctionInfo;
  readonly name: string;
  /** How much the line depends on the call, 0…1. */
  readonly weight: number;
  /** How likely it is that this file is meant, 0…1. */
  readonly affinity: number;
}

/** The functions of the program that a line, or what `failed` on it, depends on, as far as their names tell: best first. */
export async function functionsCalled(
  scope: Scope,
  line: number,
  home: SourceFile,
  index: SourceIndex,
  failed?: string,
): Promise<Called[]> {
  const called = calledFrom(scope, line, failed);
  const near = await affinities(home, index);
  if (!home.test) near.set(home.path, 1);
  const files = await filesWith([...called.keys()].slice(0, mostNames), home, near, index);
  const found: Called[] = [];
  for (const source of files) {
    for (const info of source.language.functions(source.tree)) {
      const name = info.kind === 'constructor' ? (info.className ?? '') : info.name;
      const weight = name ? called.get(name) : undefined;
      if (weight === undefined || (source === home && info.startLine === scope.from)) continue;
      found.push({ source, info, name, weight, affinity: near.get(source.path) ?? 0.5 });
    }
  }
  const times = (name: string) => found.filter(other => other.name === name).length;
  const sure = found.map(each =>
    times(each.name) === 1 ? { ...each, affinity: Math.max(each.affinity, only) } : each,
  );
  return sure.sort((a, b) => b.weight * b.affinity - a.weight * a.affinity);
}

/** Names of what is called, with how much the line depends on them. */
function calledFrom(scope: Scope, line: number, failed: string | undefined): Map<string, number> {
  const { lines, from } = scope;
  const called = new Map<string, number>();
  const note = (code: string, weight: number) => {
    for (const [, constructs, name = ''] of code.slice(0, 2000).matchAll(call)) {
      if (idle.test(name) || called.has(name)) continue;
      called.set(name, constructs ? weight * 0.8 : weight);
    }
  };
  const why = throwsOnPurpose(lines[line - 1]) ? (whyThrown(scope, line) ?? '') : '';
  const statement = failed ?? `${why}\n${statementAt(lines, line)}`;
  note(statement, 1);
  const wanted = new Set(rootsIn(statement));
  let weight = 0.95;
  for (let at = line - 1; at > from; at--) {
    const text = lines[at - 1] ?? '';
    const given =
      /^\s*(?:(?:const|let|var|val|auto|final|my|\w[\w<>[\].?]*)\s+)*\$?([\p{L}_]\w*)[^=!<>]*(?::=|=)(?![=>])/u.exec(
        text.slice(0, 500),
      );
    if (!given?.[1] || !wanted.has(given[1])) continue;
    note(text, weight);
    weight *= 0.93;
    for (const name of rootsIn(text)) wanted.add(name);
  }
  for (let at = line - 1; at > from; at--) note(lines[at - 1] ?? '', 0.6);
  return called;
}

/** `new X(`, `X::new`, `x(`, `x?.(`: what is called, by the last part of its name. */
export const call =
  /(\bnew\s+|&)?(?<![\p{L}\p{N}_])([\p{L}_$][\p{L}\p{N}_$]*)[!?]?(?:<[^<>()]{0,60}>)?(?:\s?\(|::new\b|\.new\b)/gu;

/** The statement that begins on, or goes on over, a line: as far as its brackets are open. */
function statementAt(lines: readonly string[], line: number): string {
  let depth = 0;
  let text = '';
  for (let at = line; at <= Math.min(line + 7, lines.length); at++) {
    const next = (lines[at - 1] ?? '').slice(0, 1000);
    text += `${next}\n`;
    for (const letter of next) depth += '([{'.includes(letter) ? 1 : ')]}'.includes(letter) ? -1 : 0;
    if (depth <= 0) break;
  }
  return text;
}

async function filesWith(
  names: readonly string[],
  home: SourceFile,
  near: ReadonlyMap<string, number>,
  index: SourceIndex,
): Promise<SourceFile[]> {
  if (names.length === 0) return [];
  const alternatives = names.map(name => name.replace(/\W/g, '\\$&')).join('|');
  const defines = new RegExp(definition.replaceAll('NAME', `(?:${alternatives})`), 'mu');
  const paths = await index.matching(home.language.family, defines);
  const closest = paths.sort((a, b) => (near.get(b) ?? 0) - (near.get(a) ?? 0)).slice(0, mostFiles);
  const files = await Promise.all(closest.map(path => index.file(path)));
  return files.filter(file => file !== undefined);
}

/** What a definition looks like in any of the languages: `def NAME`, `NAME = function`, `int NAME(`. */
const definition =
  '\\b(?:def|function\\*?|func|fn|fun|class|struct|record|constructor)\\s+(?:\\([^()\\n]{0,80}\\)\\s*)?(?:self\\.)?NAME\\b|\\bNAME\\s*[:=]\\s*(?:async\\b|function\\b|\\(|\\w+\\s*=>|lambda\\b)|^[ \\t]*(?:[\\w<>\\[\\],.?]{1,60}[ \\t]+){0,6}NAME\\s*\\([^;\\n]{0,200}(?:\\{|$)';
