import { posix } from 'node:path';
import type { VerifyContext } from '../../context.ts';
import type { Exemplar } from '../exemplar.ts';
import { stringLiteral } from './source.ts';
import type { JavascriptStyle } from './style.ts';

/** What a test brings in, and from where. */
export interface Binding {
  /** Repository-relative path of a module of the project, or a package's name. */
  readonly module: { readonly path: string } | { readonly package: string };
  readonly name: string;
  readonly kind: 'named' | 'default' | 'namespace' | 'type';
}

export interface TestBody {
  /** The thing tested, as the suite's title. */
  readonly subject: string;
  readonly title: string;
  readonly bindings: readonly Binding[];
  readonly async: boolean;
  /** Lines of the test's body, with semicolons, indented from nothing. */
  readonly lines: readonly string[];
}

/** Free path for a new test beside the existing ones, named the way they are. */
export async function newTestPath(
  context: VerifyContext,
  exemplar: Exemplar | undefined,
  target: string,
  words: readonly string[],
  folder: string,
): Promise<string> {
  const present = new Set(await context.sources.list());
  const base = exemplar ? posix.basename(exemplar.path) : '';
  const ending = /((?:[._-](?:test|spec))?\.[^.]+)$/.exec(base)?.[1] ?? `.test${posix.extname(target)}`;
  const known = base.slice(0, base.length - ending.length);
  const separator = known.includes('_') ? '_' : '-';
  const clean = [...words, 'regression'].map(word => word.replace(/[^A-Za-z0-9]+/g, '')).filter(Boolean);
  const stem = clean.flatMap(splitCamel).join(separator).slice(0, 60);
  const directory =
    exemplar === undefined ? (folder === '' ? 'test' : `${folder}/test`) : directoryFor(exemplar, target);
  for (let number = 1; ; number++) {
    const path = posix.join(directory, `${stem}${number === 1 ? '' : `${separator}${number}`}${ending}`);
    if (!present.has(path)) return path;
  }
}

function splitCamel(word: string): string[] {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ');
}

/** Tests beside their modules stay beside them; tests in a folder of their own go into that folder. */
function directoryFor(exemplar: Exemplar, target: string): string {
  const directory = posix.dirname(exemplar.path);
  const apart = /(?:^|\/)(?:tests?|spec|__tests__)(?:\/|$)/.test(directory);
  return apart || exemplar.about ? directory : posix.dirname(target);
}

/** Writes a whole test file in the project's style. */
export function writeTestFile(
  path: string,
  body: TestBody,
  style: JavascriptStyle,
  assertsWith: boolean,
): string {
  const end = style.semicolons ? ';' : '';
  const quote = (text: string) => stringLiteral(text, style.quote);
  const head = [
    ...frameworkImports(style, assertsWith, quote),
    ...ownImports(path, body.bindings, style, quote),
  ];
  const word = body.async ? 'async () => {' : '() => {';
  const margin = style.suite === undefined ? '' : style.indent;
  const own = (line: string) => (style.semicolons ? line : line.replace(/;$/, ''));
  const inner = body.lines.map(line => (line === '' ? '' : margin + style.indent + own(line)));
  const title = style.suite === undefined ? `${body.subject} ${body.title}` : body.title;
  const test = [`${margin}${style.test}(${quote(title)}, ${word}`, ...inner, `${margin}})${end}`];
  const suite =
    style.suite === undefined
      ? test
      : [`${style.suite}(${quote(body.subject)}, () => {`, ...test, `})${end}`];
  return `${[...head.map(line => line + end), '', ...suite].join('\n')}\n`;
}

function frameworkImports(
  style: JavascriptStyle,
  assertsWith: boolean,
  quote: (text: string) => string,
): string[] {
  const lines: string[] = [];
  const bring = (names: string, module: string) =>
    style.modules === 'esm'
      ? `import ${names} from ${quote(module)}`
      : `const ${names.replace(/ as /g, ': ')} = require(${quote(module)})`;
  if (assertsWith && style.assertModule !== undefined) {
    const named = style.assertions === 'assert' ? 'assert' : '{ expect }';
    lines.push(bring(named, style.assertModule));
  }
  if (style.testModule !== undefined) {
    const expects = assertsWith && style.assertions === 'expect' && style.assertModule === undefined;
    const names = [...(style.suite ? [style.suite] : []), style.test, ...(expects ? ['expect'] : [])];
    lines.push(bring(`{ ${names.join(', ')} }`, style.testModule));
  }
  return lines;
}

function ownImports(
  path: string,
  bindings: readonly Binding[],
  style: JavascriptStyle,
  quote: (text: string) => string,
): string[] {
  const packages = bindings.filter(binding => 'package' in binding.module);
  const own = bindings.filter(binding => 'path' in binding.module);
  return [...packages, ...own].flatMap(({ module, name, kind }) => {
    if (kind === 'type' && !style.typed) return [];
    const source = quote('package' in module ? module.package : specifier(path, module.path, style));
    const names = kind === 'default' || kind === 'namespace' ? name : `{ ${name} }`;
    const star = kind === 'namespace' ? '* as ' : '';
    if (style.modules === 'esm') return [`import ${kind === 'type' ? 'type ' : star}${names} from ${source}`];
    return [`const ${names} = require(${source})`];
  });
}

function specifier(from: string, to: string, style: JavascriptStyle): string {
  const relative = posix.relative(posix.dirname(from), to);
  const path = relative.startsWith('.') ? relative : `./${relative}`;
  if (style.importEnding === 'source') return path;
  if (style.importEnding === 'js') return path.replace(/\.([cm]?)tsx?$/, '.$1js');
  return path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '');
}
