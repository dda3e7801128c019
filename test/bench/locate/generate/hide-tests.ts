import type { Language } from '../../../../agent/src/language/language.ts';
import { languageOf } from '../../../../agent/src/language/languages.ts';
import type { SyntaxNode } from '../../../../agent/src/language/syntax.ts';

/** A text without the tests of these titles; nothing when one of them is not written out in it. */
export async function withoutTests(
  path: string,
  text: string,
  titles: readonly string[],
): Promise<string | undefined> {
  const language = await languageOf(path);
  if (language === undefined) return undefined;
  const nodes: SyntaxNode[] = [];
  for (const title of new Set(titles)) {
    const found = testsOf(language, text, title);
    if (found.length === 0) return undefined;
    nodes.push(...found);
  }
  // A block that would be empty is none in Python.
  const instead = language.family === 'python' ? 'pass' : '';
  const shorter = nodes
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + instead + rest.slice(end), text);
  return language.family === 'go' ? withImportsUsed(language, shorter) : shorter;
}

const testCall = /^(?:it|test|specify)(?:\.only)?$/;

function testsOf(language: Language, text: string, title: string): SyntaxNode[] {
  const tree = language.parse(text);
  if (language.family !== 'javascript') {
    return language
      .functions(tree)
      .filter(({ name }) => name === title)
      .map(({ node }) => (node.parent?.type === 'decorated_definition' ? node.parent : node));
  }
  return [...tree.root.walk()].flatMap(node => {
    const call = language.call(node);
    const [first] = call?.arguments ?? [];
    const isTest = call !== undefined && testCall.test(call.callee.text);
    return isTest && first && language.string(first) === title ? [language.statementOf(node)] : [];
  });
}

/** What is imported and not used does not compile. */
function withImportsUsed(language: Language, text: string): string {
  const unused = new Set(
    language.imports(language.parse(text)).flatMap(({ source, local }) => {
      const name = local ?? source.split('/').at(-1) ?? '';
      return name === '_' || name === '.' || text.includes(`${name}.`) ? [] : [source];
    }),
  );
  return text.replace(/(?:\b\w+ )?"([^"\n]+)"/g, (whole, source) =>
    unused.has(source) ? `_ "${source}"` : whole,
  );
}
