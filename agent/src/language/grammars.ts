import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language as Grammar, type Node, Parser } from 'web-tree-sitter';
import { SyntaxNode, Tree } from './syntax.ts';

export type GrammarName = Exclude<keyof typeof grammarFiles, 'runtime'>;

/** Files that a bundle puts into `grammars/` beside itself: the runtime and one file per grammar. */
export const grammarFiles = {
  runtime: 'web-tree-sitter.wasm',
  javascript: 'tree-sitter-javascript.wasm',
  typescript: 'tree-sitter-typescript.wasm',
  tsx: 'tree-sitter-tsx.wasm',
  python: 'tree-sitter-python.wasm',
  java: 'tree-sitter-java.wasm',
  go: 'tree-sitter-go.wasm',
  rust: 'tree-sitter-rust.wasm',
  ruby: 'tree-sitter-ruby.wasm',
  php: 'tree-sitter-php.wasm',
  csharp: 'tree-sitter-c-sharp.wasm',
} as const;

function wasmFile(name: keyof typeof grammarFiles): string {
  const bundled = join(fileURLToPath(new URL('./grammars/', import.meta.url)), grammarFiles[name]);
  if (existsSync(bundled)) return bundled;
  const require = createRequire(import.meta.url);
  return name === 'runtime'
    ? require.resolve('web-tree-sitter/web-tree-sitter.wasm')
    : require.resolve(`@vscode/tree-sitter-wasm/wasm/${grammarFiles[name]}`);
}

let runtime: Promise<void> | undefined;
const parsers = new Map<GrammarName, Promise<(text: string) => Tree>>();

/**
 * A function that parses text of one language; runtime and grammar are loaded at first use. Rejects when a
 * `.wasm` file is missing or broken.
 */
export function parserFor(name: GrammarName): Promise<(text: string) => Tree> {
  let parser = parsers.get(name);
  if (!parser) {
    parser = load(name);
    parsers.set(name, parser);
  }
  return parser;
}

async function load(name: GrammarName): Promise<(text: string) => Tree> {
  runtime ??= Parser.init({ locateFile: () => wasmFile('runtime') });
  await runtime;
  const grammar = await Grammar.load(wasmFile(name));
  const parser = new Parser();
  parser.setLanguage(grammar);
  const types = grammar.types.map((type, id) => ({ type, named: grammar.nodeTypeIsNamed(id) }));
  const parse = (text: string): Tree => {
    const deadline = performance.now() + longest;
    const parsed =
      text.length > largest
        ? null
        : parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
    if (!parsed) {
      parser.reset();
      return unread(text);
    }
    try {
      return new Tree(text, parsed.rootNode.hasError, tree =>
        copy(parsed.rootNode, tree, types, grammar.fields),
      );
    } finally {
      parsed.delete();
    }
  };
  return onePerText(parse);
}

/** Stages that read the same text share its tree, for as long as one of them holds it. */
function onePerText(parse: (text: string) => Tree): (text: string) => Tree {
  const trees = new Map<string, WeakRef<Tree>>();
  const collected = new FinalizationRegistry((text: string) => {
    if (!trees.get(text)?.deref()) trees.delete(text);
  });
  return text => {
    const known = trees.get(text)?.deref();
    if (known) return known;
    const tree = parse(text);
    trees.set(text, new WeakRef(tree));
    collected.register(tree, text);
    return tree;
  };
}

/** Nobody writes files of more characters than this. */
const largest = 400_000;
/** Text that is no code can keep a parser busy for minutes: after so many milliseconds it is given up. */
const longest = 2500;

/** What is known of a text that was not parsed. */
function unread(text: string): Tree {
  const shape = { type: 'ERROR', named: true, start: 0, end: text.length };
  return new Tree(text, true, tree => new SyntaxNode(tree, undefined, shape));
}

interface NodeType {
  readonly type: string;
  readonly named: boolean;
}

/** Copies a parser's tree into plain nodes in one pass with a cursor, which is far cheaper than asking node by node. */
function copy(root: Node, tree: Tree, types: NodeType[], fields: (string | null)[]): SyntaxNode {
  const cursor = root.walk();
  const broken = root.hasError;
  const here = (parent: SyntaxNode | undefined): SyntaxNode => {
    const { type, named } = types[cursor.nodeTypeId] ?? { type: cursor.nodeType, named: cursor.nodeIsNamed };
    return new SyntaxNode(tree, parent, {
      type,
      named,
      start: cursor.startIndex,
      end: cursor.endIndex,
      field: fields[cursor.currentFieldId] ?? undefined,
      missing: broken && cursor.nodeIsMissing,
    });
  };
  try {
    const top = here(undefined);
    let node = top;
    for (;;) {
      if (cursor.gotoFirstChild()) {
        const child = here(node);
        node.children.push(child);
        node = child;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent() || !node.parent) return top;
        node = node.parent;
      }
      const parent = node.parent;
      if (!parent) return top;
      node = here(parent);
      parent.children.push(node);
    }
  } finally {
    cursor.delete();
  }
}
