import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import type { FrameworkName } from '../../frameworks/framework.ts';
import type { Project } from '../../project.ts';
import type { Exemplar } from '../exemplar.ts';

export type Assertions = 'assert' | 'expect' | 'chai';

/** How the project's own tests are written. */
export interface JavascriptStyle {
  readonly modules: 'esm' | 'commonjs';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly indent: string;
  /** The word around several tests; absent when tests stand alone. */
  readonly suite: 'describe' | 'suite' | undefined;
  readonly test: 'it' | 'test';
  /** Module that `describe`, `it` and `expect` come from; absent when they are globals. */
  readonly testModule: string | undefined;
  readonly assertions: Assertions;
  /** Module that the assertions come from; absent when they are globals or come with the test functions. */
  readonly assertModule: string | undefined;
  /** How imports of the project's own modules end. */
  readonly importEnding: 'source' | 'js' | 'none';
  readonly typed: boolean;
}

interface Source {
  readonly source: string;
  readonly local?: string;
}

/** Learns the style from an existing test, else from the module to be tested and what its framework usually looks like. */
export async function learnStyle(
  context: VerifyContext,
  project: Project,
  framework: FrameworkName,
  exemplar: Exemplar | undefined,
  target: string,
): Promise<JavascriptStyle> {
  const model = exemplar?.text ?? (await context.sources.read(target)) ?? '';
  const path = exemplar?.path ?? target;
  const language = await languageOf(path);
  const imports: Source[] = language?.imports(language.parse(model)) ?? [];
  const from = (pattern: RegExp) => imports.find(entry => pattern.test(entry.source));
  const usesImport = /^import\s/m.test(model);
  const esm =
    usesImport ||
    (project.manifest?.type === 'module' && !/\brequire\(/.test(model)) ||
    /\.m[jt]s$/.test(path);
  const testing = from(/^(?:node:test|test|vitest|@jest\/globals|mocha)$/);
  const assertions = assertionsOf(model, framework, from);
  const words = (word: string) => new RegExp(`^\\s*${word}(?:\\.\\w+)?\\(`, 'm').test(model);
  const standalone = exemplar !== undefined && !words('describe') && !words('suite');
  return {
    modules: esm ? 'esm' : 'commonjs',
    quote: count(model, /"(?:[^"'\n\\]|\\.)*"/g) > count(model, /'(?:[^"'\n\\]|\\.)*'/g) ? '"' : "'",
    semicolons: count(model, /;[ \t]*$/gm) > 0,
    indent: indentOf(model),
    suite: standalone ? undefined : words('suite') ? 'suite' : 'describe',
    test: exemplar === undefined || !words('test') || words('it') ? 'it' : 'test',
    testModule: testModuleFor(framework, testing?.source, exemplar),
    ...assertions,
    importEnding: endingOf(imports, path, esm),
    typed: /\.[cm]?tsx?$/.test(path),
  };
}

/** Where Node's own runner has to run the test, it has no globals, whatever the tests at hand are written for. */
function testModuleFor(
  framework: FrameworkName,
  source: string | undefined,
  exemplar: Exemplar | undefined,
): string | undefined {
  if (framework === 'node:test')
    return source !== undefined && /^(?:node:)?test$/.test(source) ? source : framework;
  return source ?? (exemplar === undefined ? usualTestModule(framework) : undefined);
}

function usualTestModule(framework: FrameworkName): string | undefined {
  return framework === 'node:test' || framework === 'vitest' ? framework : undefined;
}

function assertionsOf(
  model: string,
  framework: FrameworkName,
  from: (pattern: RegExp) => Source | undefined,
): Pick<JavascriptStyle, 'assertions' | 'assertModule'> {
  const own = from(/^(?:node:)?assert(?:\/strict)?$/);
  if (own) return { assertions: 'assert', assertModule: own.source };
  if (from(/^chai$/) && /\bexpect\(/.test(model)) return { assertions: 'chai', assertModule: 'chai' };
  const outside = from(/^(?:expect|@jest\/globals|vitest)$/);
  const built = framework === 'jest' || framework === 'vitest';
  if (outside?.source === 'expect') return { assertions: 'expect', assertModule: 'expect' };
  if (built) return { assertions: 'expect', assertModule: undefined };
  return { assertions: 'assert', assertModule: 'node:assert/strict' };
}

function endingOf(imports: readonly Source[], path: string, esm: boolean): JavascriptStyle['importEnding'] {
  const own = imports.filter(entry => entry.source.startsWith('.')).map(entry => entry.source);
  const typed = /\.[cm]?tsx?$/.test(path);
  if (own.some(source => /\.[cm]?tsx?$/.test(source))) return 'source';
  if (own.some(source => /\.[cm]?jsx?$/.test(source))) return typed ? 'js' : 'source';
  return own.length > 0 || !esm ? 'none' : 'source';
}

function indentOf(model: string): string {
  const found = /^( +|\t+)\S/m.exec(model)?.[1];
  if (found === undefined) return '  ';
  return found.startsWith('\t') ? '\t' : found.slice(0, 8);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
