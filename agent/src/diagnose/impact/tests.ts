import type { SyntaxNode } from '../../language/syntax.ts';
import type { SourceFile } from '../sources.ts';

const cases = /^(?:it|test|specify|scenario|example|its|bench)\b/;
const groups = /^(?:describe|context|suite|feature|fdescribe|xdescribe)\b/;
const hooks = /^(?:before|after|setup|teardown|let)/;
const testName = /^(?:test|Test|Benchmark|Example|Fuzz)|Test$/;
const mark =
  /@(?:\w*Test|TestFactory|Property|test)\b|\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b|#\[(?:\w+::)*(?:test|rstest)\b|#\[Test\b/;
const longestTitle = 200;

/** What its runner calls the test that a node stands in; nothing outside of tests. */
export function testAround(node: SyntaxNode, file: SourceFile): { name: string; line: number } | undefined {
  return (file.test ? toldTest(node) : undefined) ?? functionTest(node, file);
}

/** `describe(…, () => { it('title', …) })`, and the same as blocks of Ruby. */
function toldTest(node: SyntaxNode): { name: string; line: number } | undefined {
  const titles: string[] = [];
  let line: number | undefined;
  for (const above of node.ancestors()) {
    if (!/^call(?:_expression)?$/.test(above.type)) continue;
    const callee = above.child('function') ?? above.child('method');
    const name = callee?.text.slice(0, longestTitle) ?? '';
    const group = groups.test(name) || (name === 'describe' && above.child('receiver')?.text === 'RSpec');
    if (!cases.test(name) && !group && !hooks.test(name)) continue;
    if (line === undefined && !group) line = above.line;
    const title = titleOf(above);
    if (title !== undefined) titles.unshift(title);
  }
  if (line === undefined || titles.length === 0) return undefined;
  return { name: titles.join(' › ').slice(0, 2 * longestTitle), line };
}

function titleOf(call: SyntaxNode): string | undefined {
  const [first] = call.child('arguments')?.parts ?? [];
  if (first === undefined || !/string|template|^(?:identifier|constant|scope_resolution)$/.test(first.type))
    return undefined;
  return first.text.slice(0, longestTitle).replace(/^['"`]|['"`]$/g, '');
}

/** A function that its name, or a mark at it, makes a test. */
function functionTest(node: SyntaxNode, file: SourceFile): { name: string; line: number } | undefined {
  const { language, tree } = file;
  let info = language.functionOf(node);
  while (info !== undefined) {
    const named = file.test && language.family !== 'javascript' && testName.test(info.name);
    if (info.name !== '' && (named || isMarked(info.startLine, tree.text, file))) {
      return { name: info.qualifiedName, line: info.startLine };
    }
    info = info.node.parent && language.functionOf(info.node.parent);
  }
  return undefined;
}

/** Annotations and attributes stand in the lines right above a function, or on its first. */
function isMarked(line: number, text: string, { tree, language }: SourceFile): boolean {
  if (language.family === 'javascript' || language.family === 'python') return false;
  for (let at = line; at > Math.max(line - 6, 0); at--) {
    const range = tree.lineRange(at);
    const here =
      range === undefined ? '' : text.slice(range.start, Math.min(range.end, range.start + 300)).trim();
    if (mark.test(here)) return true;
    if (at < line && !/^[@[#*/]|^$/.test(here)) return false;
  }
  // A node may begin with its annotations.
  const next = tree.lineRange(line + 1);
  return (
    next !== undefined &&
    /^\s*@/.test(text.slice(next.start, next.end)) &&
    mark.test(text.slice(next.start, next.end))
  );
}
