import type { Family } from '../language/language.ts';
import { languageOf } from '../language/languages.ts';
import type { SyntaxNode, Tree } from '../language/syntax.ts';

const largest = 400_000;
const closing = new Set([')', ']', '}', '>']);
const blocks = new Set(['statement_block', 'block', 'compound_statement']);
const controls =
  /^(?:if_statement|else_clause|else_if_clause|for_statement|for_in_statement|enhanced_for_statement|foreach_statement|while_statement|do_statement)$/;
const declarations = /declaration(?:_statement)?$/;
/** Quotes of another kind mean the same, whatever they hold. */
const freeQuotes: ReadonlySet<Family | undefined> = new Set(['javascript', 'python']);
/** Whose brackets mark what the tree says anyway. */
const optionalBrackets = new Set(['import_from_statement', 'argument_list', 'method_parameters']);
const plain = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/**
 * Whether two versions of a file mean the same: comments, white space, quotes, optional brackets, braces, commas and
 * semicolons apart. Nothing when that cannot be told: the language is not known, or a version does not parse.
 */
export async function sameSyntax(file: string, before: string, after: string): Promise<boolean | undefined> {
  if (before.length > largest || after.length > largest) return undefined;
  const language = await languageOf(file);
  if (language === undefined) return undefined;
  const [from, to] = [language.parse(before), language.parse(after)];
  if (from.hasError || to.hasError) return undefined;
  const free = freeQuotes.has(language.family);
  return canonical(from, free) === canonical(to, free);
}

interface Visit {
  readonly node: SyntaxNode;
  /** The field that the node fills, which may be that of brackets around it. */
  readonly field: string | undefined;
}

/** A tree in one spelling, whatever a formatter made of it. */
function canonical(tree: Tree, free: boolean): string {
  const out: string[] = [];
  const stack: (string | Visit)[] = [{ node: tree.root, field: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') out.push(next);
    else for (const part of spell(next, free).reverse()) stack.push(part);
  }
  return out.join('\u0001');
}

function spell({ node, field }: Visit, free: boolean): (string | Visit)[] {
  if (leaveOut(node)) return [];
  const text = stringText(node, free);
  if (text !== undefined) return [key(node) && plain.test(text) ? `key ${text}` : `${field}: '${text}'`];
  if (key(node)) return [`key ${node.text}`];
  const inside = wrapped(node);
  if (inside !== undefined) return [{ node: inside, field }];
  const parameter = soleParameter(node);
  if (parameter !== undefined) return [`parameter ${parameter}`];
  if (node.children.length === 0) return [node.named ? `${field}: ${node.type} ${leaf(node)}` : node.text];
  return [`${field}: ${node.type} {`, ...children(node), '}'];
}

/** The children of a node, and what stands between them that the grammar has no nodes for. */
function children(node: SyntaxNode): (string | Visit)[] {
  const found: (string | Visit)[] = [];
  let end = node.start;
  const add = (until: number) => {
    const between = node.tree.text.slice(end, until);
    if (/\S/.test(between)) found.push(between.trim());
  };
  for (const child of node.children) {
    add(child.start);
    found.push({ node: child, field: child.field });
    end = child.end;
  }
  add(node.end);
  return found;
}

function leaf(node: SyntaxNode): string {
  return node.type === 'jsx_text' ? node.text.replace(/\s*\n\s*/g, ' ').trim() : node.text;
}

function leaveOut(node: SyntaxNode): boolean {
  const { type, parent } = node;
  if (type.endsWith('comment')) return true;
  if (type === 'jsx_text') return /^\s*\n\s*$/.test(node.text);
  if (type === 'empty_statement') return parent?.type === 'program' || blocks.has(parent?.type ?? '');
  // A string that stands alone in Python explains.
  if (type === 'expression_statement' && parent !== undefined && /^(?:block|module)$/.test(parent.type)) {
    return node.parts.length === 1 && node.parts[0]?.type === 'string';
  }
  if (node.named || parent === undefined) return false;
  if (type === ';') return true;
  if ((type === '(' || type === ')') && optionalBrackets.has(parent.type)) return true;
  return type === ',' && optionalComma(node, parent);
}

function optionalComma(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'object_type' || parent.type === 'interface_body') return true;
  // `a[1,]` of Python asks for a tuple, `[a,,]` of JavaScript has a hole.
  if (parent.type === 'subscript') return false;
  // `(a,)` of Rust is a tuple.
  if (parent.type.startsWith('tuple_') && parent.parts.length === 1) return false;
  const siblings = parent.children.filter(child => !child.type.endsWith('comment'));
  const at = siblings.indexOf(node);
  return siblings[at - 1]?.named === true && closing.has(siblings[at + 1]?.type ?? '');
}

/** What brackets or braces hold that may as well be left out. */
function wrapped(node: SyntaxNode): SyntaxNode | undefined {
  const { parts } = node;
  const [only] = parts;
  if (only === undefined || parts.length !== 1) return undefined;
  if (blocks.has(node.type)) {
    return controls.test(node.parent?.type ?? '') && !declarations.test(only.type) ? only : undefined;
  }
  if (node.type !== 'parenthesized_expression') return undefined;
  // `(a?.b).c` fails where `a?.b.c` does not.
  return /[?&]\.|\?->/.test(only.text) ? undefined : only;
}

/** The parameter of an arrow function that takes one, brackets or not. */
function soleParameter(node: SyntaxNode): string | undefined {
  if (node.parent?.type !== 'arrow_function') return undefined;
  if (node.field === 'parameter') return node.text;
  const [only] = node.parts;
  const sole = node.type === 'formal_parameters' && node.parts.length === 1 ? only?.text : undefined;
  return sole !== undefined && plain.test(sole) ? sole : undefined;
}

/** A name or a quoted name in front of a property's colon. */
function key(node: SyntaxNode): boolean {
  const names = node.type === 'property_identifier' || node.type === 'string';
  return names && node.field === 'key' && node.parent?.type === 'pair' && /^\s*['"\p{L}_$]/u.test(node.text);
}

/** What a plain string says, with the letters in front of it; nothing for one that holds code. */
function stringText(node: SyntaxNode, free: boolean): string | undefined {
  if (node.type !== 'string' && node.type !== 'template_string') return undefined;
  if (node.children.some(child => /^(?:interpolation|template_substitution)$/.test(child.type)))
    return undefined;
  if (node.type === 'template_string' && node.parent?.type === 'call_expression') return undefined;
  if (!free && node.text.includes('\\')) return undefined;
  const parts = /^([a-z]*)("""|'''|["'`])(.*)\2$/is.exec(node.text);
  if (parts === null) return undefined;
  const [, marks = '', , said = ''] = parts;
  const raw = /r/i.test(marks);
  return marks.toLowerCase().replace('u', '') + (raw ? `\0${said}` : said.replace(/\\(["'`])/g, '$1'));
}
