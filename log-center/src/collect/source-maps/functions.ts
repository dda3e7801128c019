import { type Token, tokensOf } from './tokens.ts';

/** A function's body in a source text. */
export interface FunctionRange {
  readonly start: number;
  readonly end: number;
  /** As V8 calls it in a stack trace; nothing for a function without a name. */
  readonly name: string | undefined;
}

type Kind = 'function' | 'class' | 'other';

interface Scope {
  readonly kind: Kind;
  readonly name: string | undefined;
  readonly start: number;
  /** What was read at this level since its last statement began; what is in brackets is one token. */
  readonly tokens: string[];
  /** An arrow function without braces ends with its expression. */
  readonly isExpression: boolean;
}

/** Of characters; what is longer has hardly been written by hand. */
const longest = 512 * 1024;
const mostTokens = 64;
const groups = new Map([
  [')', '()'],
  [']', '[]'],
  ['}', '{}'],
]);

/**
 * The functions of a JavaScript or TypeScript text, in the order in which they begin, found by brackets and headings alone: so
 * it does for any dialect, and nothing that is written there can break it.
 */
export function functionsOf(text: string): FunctionRange[] {
  if (text.length > longest) return [];
  const found: FunctionRange[] = [];
  const scopes: Scope[] = [scope('other', undefined, 0)];
  const top = () => scopes.at(-1) ?? scope('other', undefined, 0);
  const close = (end: number) => {
    const { kind, name, start } = top();
    if (kind === 'function') found.push({ start, end, name });
    scopes.pop();
  };
  let isArrow = false;
  for (const token of tokensOf(text)) {
    const { text: symbol, start } = token;
    if (isArrow && symbol !== '{') scopes.push(arrowBody(scopes, start));
    isArrow = false;
    const group = groups.get(symbol);
    if (group !== undefined) {
      while (top().isExpression) close(start);
      if (scopes.length > 1) close(start);
      add(top(), group);
    } else if (symbol === '{') {
      scopes.push(bodyOf(scopes, token));
    } else if (symbol === '(' || symbol === '[' || symbol === '${') {
      scopes.push(scope('other', undefined, start));
    } else {
      if (symbol === ',' || symbol === ';' || statements.has(symbol)) while (top().isExpression) close(start);
      isArrow = symbol === '=>';
      add(top(), symbol);
    }
  }
  while (scopes.length > 1) close(text.length);
  return found.sort((a, b) => a.start - b.start);
}

/** Words that no expression goes on with. */
const statements = new Set([
  'const',
  'let',
  'var',
  'export',
  'import',
  'return',
  'if',
  'for',
  'while',
  'throw',
  'try',
  'switch',
]);
const headed = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);

function scope(kind: Kind, name: string | undefined, start: number, isExpression = false): Scope {
  return { kind, name, start, tokens: [], isExpression };
}

function add({ tokens }: Scope, symbol: string): void {
  if (symbol === ';') tokens.length = 0;
  else tokens.push(symbol);
  if (tokens.length > 2 * mostTokens) tokens.splice(0, mostTokens);
}

function arrowBody(scopes: readonly Scope[], start: number): Scope {
  return scope('function', nameOfArrow(scopes), start, true);
}

/** What a brace opens, by what stands before it. */
function bodyOf(scopes: readonly Scope[], { start }: Token): Scope {
  const { tokens = [] } = scopes.at(-1) ?? {};
  const last = tokens.at(-1);
  if (last === '=>') return scope('function', nameOfArrow(scopes), start);
  if (last === undefined || /^[=(,:?&|]$/.test(last)) return scope('other', undefined, start);
  const classAt = tokens.lastIndexOf('class');
  if (classAt !== -1 && !tokens.slice(classAt).includes('{}')) {
    const name = tokens[classAt + 1];
    const isNamed = name !== undefined && name !== 'extends' && name !== 'implements' && isWord(name);
    return scope('class', isNamed ? name : assignedName(tokens.slice(0, classAt)), start);
  }
  const parameters = parametersBefore(tokens, tokens.length);
  if (parameters === undefined) return scope('other', undefined, start);
  const at = beforeGenerics(tokens, parameters);
  const word = tokens[at];
  const before = tokens[at - 1];
  if (word === undefined || headed.has(word)) return scope('other', undefined, start);
  if (word === 'function' || (word === '*' && before === 'function')) {
    return scope('function', assignedName(tokens.slice(0, word === '*' ? at - 1 : at)), start);
  }
  const isFunction = before === 'function' || (before === '*' && tokens[at - 2] === 'function');
  if (isFunction) return scope('function', word, start);
  return scope('function', isWord(word) ? methodName(scopes, word) : undefined, start);
}

/** Where the parameters are in a heading that ends at `end`, before a type that may be told of the result. */
function parametersBefore(tokens: readonly string[], end: number): number | undefined {
  if (tokens[end - 1] === '()') return end - 1;
  for (let at = end - 2; at >= 0 && at > end - 30; at--) {
    if (tokens[at] === '()' && tokens[at + 1] === ':') return at;
    if (tokens[at] === '=') return undefined;
  }
  return undefined;
}

/** Steps back from the parameters over `<T extends X>` to the name. */
function beforeGenerics(tokens: readonly string[], parameters: number): number {
  if (tokens[parameters - 1] !== '>') return parameters - 1;
  let depth = 0;
  for (let at = parameters - 1; at >= 0; at--) {
    if (tokens[at] === '>') depth++;
    if (tokens[at] === '<' && --depth === 0) return at - 1;
  }
  return parameters - 1;
}

function nameOfArrow(scopes: readonly Scope[]): string | undefined {
  const { tokens = [] } = scopes.at(-1) ?? {};
  const end = tokens.length - 1;
  const parameters = parametersBefore(tokens, end) ?? end - 1;
  const before = beforeGenerics(tokens, parameters);
  const name = assignedName(tokens.slice(0, tokens[before] === 'async' ? before : before + 1));
  return name === undefined ? undefined : methodName(scopes, name);
}

/** The name that an expression gets which follows these tokens: `name =`, `name: Type =`, `name:`. */
function assignedName(tokens: readonly string[]): string | undefined {
  const sign = tokens.at(-1);
  if (sign === ':') return isWord(tokens.at(-2)) ? tokens.at(-2) : undefined;
  if (sign !== '=') return undefined;
  const target = tokens.slice(targetStart(tokens), -1);
  const colon = target.indexOf(':');
  const name = colon === -1 ? target.at(-1) : target[colon - 1];
  return isWord(name) ? name : undefined;
}

/** Where in `a, name: Type<A, B> =` the target of the assignment begins. */
function targetStart(tokens: readonly string[]): number {
  let depth = 0;
  for (let at = tokens.length - 2; at >= 0; at--) {
    const token = tokens[at] ?? '';
    if (token === '>') depth++;
    if (token === '<') depth--;
    if (statements.has(token) || token === '{}' || (token === ',' && depth <= 0)) return at + 1;
  }
  return 0;
}

/** V8 names a method with its class. */
function methodName(scopes: readonly Scope[], name: string): string {
  const { kind, name: className } = scopes.at(-1) ?? {};
  if (kind !== 'class' || className === undefined) return name;
  return name === 'constructor' ? `new ${className}` : `${className}.${name}`;
}

function isWord(token: string | undefined): token is string {
  return token !== undefined && /^[\p{ID_Start}$_#]/u.test(token);
}
