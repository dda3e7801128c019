import type { ImportInfo, Language } from '../../language/language.ts';
import { languageOf } from '../../language/languages.ts';
import type { SyntaxNode, Tree } from '../../language/syntax.ts';
import type { VerifyContext } from '../context.ts';

/** An expression taken out of an existing test, with all that it stands on there. */
export interface Borrowed {
  /** `createApp(store)`, `new Till(rates)`. */
  readonly expression: string;
  /** Statements to come before it, as they stand in the test. */
  readonly statements: readonly string[];
  /** What the expression and the statements use of other modules. */
  readonly imports: readonly ImportInfo[];
  /** Names that the test is given: fixtures. */
  readonly fixtures: readonly string[];
  /** The test file that it is from. */
  readonly from: string;
  /** The same with one literal made smaller or empty, the coarsest changes first. */
  readonly variants: readonly Pick<Borrowed, 'expression' | 'statements'>[];
}

const mostFiles = 40;
const mostStatements = 6;
const mostVariants = 8;
const builtIn =
  /^(?:undefined|NaN|Infinity|console|process|structuredClone|globalThis|(?:Map|Set|WeakMap|Date|Array|Object|String|Number|Boolean|Promise|Error|RegExp|URL|Buffer|Symbol|BigInt|Math|JSON|Uint8Array)|(?:None|True|False|dict|list|set|tuple|str|int|float|bool|len|range|object|frozenset|bytes))$/;

/**
 * How existing tests make something that needs arguments: the first call (or construction) of `name` whose arguments
 * are made of literals, imports and constants alone; with `fixtures` also of what pytest gives the test.
 */
export async function borrowCall(
  context: VerifyContext,
  testFiles: readonly string[],
  name: string,
  fixtures = false,
): Promise<Borrowed | undefined> {
  for (const from of testFiles.slice(0, mostFiles)) {
    const text = await context.sources.read(from);
    if (text === undefined || !text.includes(name)) continue;
    const language = await languageOf(from);
    const tree = language?.parse(text);
    if (language === undefined || tree === undefined) continue;
    for (const node of tree.root.walk()) {
      if (language.call(node)?.callee.text !== name) continue;
      const gathered = new Gathering(language, tree, fixtures);
      if (!gathered.take(node)) continue;
      const { imports, pieces } = gathered;
      const statements = pieces.map(piece => withoutMargin(piece, piece.text));
      const variants = variantsOf(language, pieces, node);
      return {
        expression: withoutMargin(node, node.text),
        statements,
        imports,
        fixtures: gathered.fixtures,
        from,
        variants,
      };
    }
  }
  return undefined;
}

/**
 * An instance that an existing test makes and then calls methods of, with those calls: its state is one that the program
 * is used in. The first such test is taken.
 */
export async function borrowPrepared(
  context: VerifyContext,
  testFiles: readonly string[],
  name: string,
): Promise<Borrowed | undefined> {
  for (const from of testFiles.slice(0, mostFiles)) {
    const text = await context.sources.read(from);
    const language = text?.includes(name) ? await languageOf(from) : undefined;
    const tree = text === undefined ? undefined : language?.parse(text);
    if (language === undefined || tree === undefined) continue;
    for (const { target, value, statement } of language.assignments(tree.root, true)) {
      if (value === undefined || language.call(value)?.callee.text !== name) continue;
      const made = language.statementOf(statement);
      const calls = callsAfter(made, target.text, language);
      const gathered = new Gathering(language, tree, false);
      if (calls.length === 0 || !calls.every(call => gathered.take(call))) continue;
      const { imports, pieces } = gathered;
      if (!pieces.includes(made)) continue;
      const statements = [...pieces, ...calls].map(piece => withoutMargin(piece, piece.text));
      return { expression: target.text, statements, imports, fixtures: [], from, variants: [] };
    }
  }
  return undefined;
}

/** The statements right behind one that are nothing but calls of a variable's methods. */
function callsAfter(made: SyntaxNode, variable: string, language: Language): SyntaxNode[] {
  const beside = made.parent?.parts ?? [];
  const calls: SyntaxNode[] = [];
  for (const statement of beside.slice(beside.indexOf(made) + 1)) {
    const inner = statement.type === 'expression_statement' ? statement.parts[0] : undefined;
    const callee = inner && language.call(inner)?.callee;
    if (!callee || language.member(callee)?.object.text !== variable) break;
    calls.push(statement);
  }
  return calls;
}

class Gathering {
  readonly #language: Language;
  readonly #imports: readonly ImportInfo[];
  readonly #tree: Tree;
  readonly #used = new Set<ImportInfo>();
  readonly #statements = new Set<SyntaxNode>();
  readonly #known = new Set<string>();
  readonly #fixtures = new Set<string>();
  readonly #asksFixtures: boolean;

  constructor(language: Language, tree: Tree, asksFixtures: boolean) {
    this.#asksFixtures = asksFixtures;
    this.#language = language;
    this.#tree = tree;
    this.#imports = language.imports(tree);
  }

  get imports(): ImportInfo[] {
    return [...this.#used];
  }

  get fixtures(): string[] {
    return [...this.#fixtures];
  }

  /** The statements needed, in the order in which they have to stand. */
  get pieces(): SyntaxNode[] {
    return [...this.#statements];
  }

  /** Takes along what a node's free names stand for; false when one of them cannot be carried over. */
  take(node: SyntaxNode): boolean {
    const bound = this.#boundWithin(node);
    for (const part of node.walk()) {
      if (part.type === 'this' || part.type === 'await_expression' || part.type === 'await') return false;
      if (!isName(part) || bound.has(part.text) || this.#known.has(part.text)) continue;
      if (!this.#resolve(part)) return false;
    }
    return true;
  }

  #resolve(name: SyntaxNode): boolean {
    const imported = this.#imports.find(entry => entry.local === name.text);
    if (imported !== undefined) {
      this.#known.add(name.text);
      this.#used.add(imported);
      return imported.kind !== 'side-effect';
    }
    const made = this.#language
      .assignments(this.#tree.root, true)
      .findLast(({ target, value, kind, statement }) => {
        const direct = kind === 'declare' || kind === 'assign';
        return direct && value !== undefined && target.text === name.text && statement.end < name.start;
      });
    if (this.#asksFixtures && this.#isGiven(name, made?.statement)) return true;
    if (made?.value === undefined) return builtIn.test(name.text);
    const statement = this.#language.statementOf(made.statement);
    if (this.#statements.has(statement)) return true;
    if (this.#statements.size >= mostStatements || statement.contains(name)) return false;
    this.#known.add(name.text);
    if (!this.take(made.value)) return false;
    this.#statements.add(statement);
    return true;
  }

  /** Whether the name is a parameter of the test around it: pytest gives it what the fixture of that name makes. */
  #isGiven(name: SyntaxNode, made: SyntaxNode | undefined): boolean {
    const test = this.#language.functionOf(name);
    if (this.#language.family !== 'python' || !test?.name.startsWith('test')) return false;
    if (made !== undefined && test.node.contains(made)) return false;
    if (!test.parameters.some(parameter => parameter.name === name.text)) return false;
    this.#fixtures.add(name.text);
    return true;
  }

  #boundWithin(node: SyntaxNode): Set<string> {
    const inner = this.#language.functions(this.#tree).filter(info => node.contains(info.node));
    return new Set(inner.flatMap(info => info.parameters.flatMap(part => part.name.match(/[\w$]+/g) ?? [])));
  }
}

/** An identifier that stands for a value: no property, key or name of a keyword argument. */
function isName(node: SyntaxNode): boolean {
  if (node.type === 'shorthand_property_identifier') return true;
  if (node.type !== 'identifier') return false;
  if (node.field === 'attribute') return false;
  return !(node.field === 'name' && node.parent?.type === 'keyword_argument');
}

/**
 * Smaller inputs of the same form: emptied lists first, then single items left out, then emptied text. No field is
 * taken out of a record: that would be the bad value itself, passed in by hand.
 */
function variantsOf(
  language: Language,
  statements: readonly SyntaxNode[],
  call: SyntaxNode,
): Pick<Borrowed, 'expression' | 'statements'>[] {
  const edits: { piece: SyntaxNode; start: number; end: number; text: string; rank: number }[] = [];
  for (const piece of [...statements, call]) {
    for (const node of piece.walk()) {
      const items = language.list(node);
      if (items !== undefined && items.length > 0) {
        const [open = '', close = ''] = [node.text[0], node.text.at(-1)];
        edits.push({ piece, start: node.start, end: node.end, text: open + close, rank: 0 });
        for (const item of items.length > 1 ? items : []) {
          const kept = items.filter(other => other !== item).map(other => other.text);
          edits.push({
            piece,
            start: node.start,
            end: node.end,
            text: open + kept.join(', ') + close,
            rank: 1,
          });
        }
      } else if (language.string(node) && node.field !== 'key') {
        const quote = node.text.at(-1) ?? "'";
        edits.push({ piece, start: node.start, end: node.end, text: quote + quote, rank: 2 });
      }
    }
  }
  const coarse = edits.sort((a, b) => a.rank - b.rank).slice(0, mostVariants);
  return coarse.map(({ piece, start, end, text }) => {
    const write = (node: SyntaxNode) =>
      node === piece
        ? node.text.slice(0, start - node.start) + text + node.text.slice(end - node.start)
        : node.text;
    return {
      expression: withoutMargin(call, write(call)),
      statements: statements.map(statement => withoutMargin(statement, write(statement))),
    };
  });
}

/** A node's text with the indentation of its first line taken off the others. */
function withoutMargin(statement: SyntaxNode, text: string): string {
  const range = statement.tree.lineRange(statement.line);
  const margin = range
    ? (/^\s*/.exec(statement.tree.text.slice(range.start, statement.start))?.[0] ?? '')
    : '';
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(margin) ? line.slice(margin.length) : line))
    .join('\n');
}
