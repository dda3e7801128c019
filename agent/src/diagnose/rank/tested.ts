import type { Exception } from '@errata/protocol/event';
import type { FunctionInfo } from '../../language/language.ts';
import weights from '../../locate/weights.json' with { type: 'json' };
import type { MappedPlace } from '../mapped.ts';
import { wordsOf } from '../names.ts';
import { hasWord, isTestPath, type SourceFile, type SourceIndex } from '../sources.ts';
import { affinities } from './affinity.ts';
import type { Candidate } from './candidate.ts';
import { rootsIn, type Scope, scopeAt } from './scope.ts';

const mostNames = 12;
const mostFiles = 16;
const mostFound = 6;
const deeper = 0.55;
const asserting =
  /^(?:assert\w*|expect\w*|should\w*|to(?:Be|Equal|Have|Throw|Match|Contain)\w*|verify\w*|fail\w*|describe|it|test|before\w*|after\w*|setUp|tearDown|equals?|deepEqual|strictEqual|deepStrictEqual|not\w*|ok|throws|rejects|assertThat|is|eq|that|mock\w*|stub\w*|spy\w*|when|given|then|print\w*|log|len|str|int|list|dict|range|isinstance|function|if|for|while|switch|catch|with|require|import|super|done|Given|Arrange|require_relative|catchThrowable|let|subject|context|raise\w*)$/;

/**
 * When a test failed in its own file: the functions of the program that the failing line exercises, likeliest first:
 * those called on it, those that made what it compares, those called before it in the test.
 */
export async function testedCode(
  failing: MappedPlace,
  exception: Exception,
  index: SourceIndex,
): Promise<Candidate[]> {
  const scope = await scopeAt(index, failing.file, failing.line);
  const test = await index.file(failing.file);
  if (scope === undefined || test === undefined) return [];
  const called = calledFrom(scope, failing.line);
  const near = await affinities(test, index);
  const names = [...called.keys()].slice(0, mostNames);
  const files = await filesWith(names, test, near, index);
  const found: (Candidate & { info: FunctionInfo; source: SourceFile })[] = [];
  const story = `${scope.symbol ?? ''} ${failing.frame.function ?? ''} ${exception.value.slice(0, 500)}`;
  const told = new Set(wordsOf(story).filter(word => word.length > 3));
  for (const source of files) {
    for (const info of source.language.functions(source.tree)) {
      const name = info.kind === 'constructor' ? (info.className ?? '') : info.name;
      const weight = name ? called.get(name) : undefined;
      if (weight === undefined) continue;
      const spoken = wordsOf(name).some(word => told.has(word)) ? 1.1 : 1;
      const score = Math.min(0.95, weights.origin.tested * weight * (near.get(source.path) ?? 0.5) * spoken);
      const reason =
        weight > 0.8 ? 'the failing line of the test exercises it' : 'the test exercises it before it fails';
      found.push({
        file: source.path,
        line: info.startLine,
        symbol: info.qualifiedName,
        score,
        reason,
        info,
        source,
      });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const first = found.slice(0, mostFound);
  return [...first, ...callees(first.slice(0, 2))].map(({ file, line, symbol, score, reason }) => ({
    file,
    line,
    symbol,
    score,
    reason,
  }));
}

/** Names of what a test calls, with how much the failing line depends on them. */
function calledFrom(scope: Scope, line: number): Map<string, number> {
  const { lines, from } = scope;
  const called = new Map<string, number>();
  const note = (code: string, weight: number) => {
    for (const [, constructs, name = ''] of code.slice(0, 2000).matchAll(call)) {
      if (asserting.test(name) || called.has(name)) continue;
      called.set(name, constructs ? weight * 0.8 : weight);
    }
  };
  const statement = statementAt(lines, line);
  note(statement, 1);
  const wanted = new Set(rootsIn(statement));
  for (let at = line - 1; at > from; at--) {
    const text = lines[at - 1] ?? '';
    const given =
      /^\s*(?:(?:const|let|var|val|auto|final|my|\w[\w<>[\].?]*)\s+)*\$?([\p{L}_]\w*)[^=!<>]*(?::=|=)(?![=>])/u.exec(
        text.slice(0, 500),
      );
    if (!given?.[1] || !wanted.has(given[1])) continue;
    note(text, 0.95);
    for (const name of rootsIn(text)) wanted.add(name);
  }
  for (let at = line - 1; at > from; at--) note(lines[at - 1] ?? '', 0.6);
  return called;
}

const call =
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
  test: SourceFile,
  near: ReadonlyMap<string, number>,
  index: SourceIndex,
): Promise<SourceFile[]> {
  const paths = [...near].sort((a, b) => b[1] - a[1]).map(([path]) => path);
  const files = new Set<SourceFile>();
  for (const path of paths.slice(0, mostFiles)) {
    const file = await index.file(path);
    if (file && names.some(name => hasWord(file.text, name))) files.add(file);
  }
  for (const name of names.slice(0, 4)) {
    const mentions = await index.mentioning(test.language.family, name);
    for (const file of mentions.slice(0, mostFiles)) if (!isTestPath(file.path)) files.add(file);
  }
  return [...files];
}

/** What the likeliest functions call in their own file: the mistake may lie one step further down. */
function callees(found: readonly (Candidate & { info: FunctionInfo; source: SourceFile })[]): Candidate[] {
  return found.flatMap(({ info, source, score }) => {
    const inside = new Set([...info.node.text.slice(0, 20_000).matchAll(call)].map(match => match[2]));
    return source.language
      .functions(source.tree)
      .filter(other => other !== info && other.name !== '' && inside.has(other.name))
      .slice(0, 3)
      .map((other, at) => ({
        file: source.path,
        line: other.startLine,
        symbol: other.qualifiedName,
        score: score * deeper * 0.9 ** at,
        reason: `${info.name}, which the test exercises, calls it`,
      }));
  });
}
