import type { SyntaxNode, Tree } from './syntax.ts';

/** Languages that are much alike count as one: `javascript` stands for TypeScript and TSX, too. */
export type Family = 'javascript' | 'python' | 'java' | 'go' | 'rust' | 'ruby' | 'php' | 'csharp';

export type LanguageId = Family | 'typescript' | 'tsx';

export interface ParameterInfo {
  /** The name; for a destructured parameter its pattern as written. */
  name: string;
  hasDefault: boolean;
  /** May be left out without a default (`x?: T`). */
  optional: boolean;
  /** Collects what is left: `...x`, `*x`, `**x`. */
  rest: boolean;
  /** Can only be given by name (Python, after `*`). */
  keywordOnly: boolean;
  destructured: boolean;
  /** The written type, without the colon. */
  type?: string;
  /** What it is when it is left out. */
  default?: SyntaxNode;
  node: SyntaxNode;
}

export interface FunctionInfo {
  /** Empty for a function without a name, such as a callback. */
  name: string;
  /** As traces write it: `Class.method`, `outer.inner`, `Module::Class#method`; the name itself at the top level. */
  qualifiedName: string;
  className?: string;
  /** A `block` is Ruby's: code handed to a call, which is read as part of the method around it. */
  kind: 'function' | 'method' | 'constructor' | 'arrow' | 'lambda' | 'block';
  /** Without the object itself, such as Python's `self` and `cls`. */
  parameters: ParameterInfo[];
  /** Lines from 1, both inclusive. */
  startLine: number;
  endLine: number;
  /** How the function, or for a method its class, can be had from outside the file. */
  exported: 'named' | 'default' | false;
  async: boolean;
  generator: boolean;
  static: boolean;
  /** The written return type. */
  returnType?: string;
  node: SyntaxNode;
  /** The statements, or the expression of an arrow function or lambda. */
  body?: SyntaxNode;
}

export interface ClassInfo {
  name: string;
  /** With the names of the classes and modules around it, in languages whose traces have them. */
  qualifiedName?: string;
  /** Names of the classes that it extends, without what they are given. */
  bases: readonly string[];
  node: SyntaxNode;
  line: number;
}

/** One name that an import binds. */
export interface ImportInfo {
  /** As written: `./cart.js`, `..models`, `express`. */
  source: string;
  kind: 'named' | 'default' | 'namespace' | 'side-effect';
  /** Name in the other module, for kind `named`; `*` when everything is taken. */
  imported?: string;
  local?: string;
  line: number;
  node: SyntaxNode;
}

/** A place that gives a variable, a property or an element its value. */
export interface Assignment {
  target: SyntaxNode;
  /** The value, where one expression is given to this very target. */
  value?: SyntaxNode;
  kind: 'declare' | 'assign' | 'augment' | 'element' | 'destructure';
  /** For `destructure`: the property or index taken out of `value`. */
  key?: string;
  statement: SyntaxNode;
}

export interface RecordEntry {
  key: string;
  keyNode: SyntaxNode;
  /** Absent for shorthand and methods. */
  value?: SyntaxNode;
  node: SyntaxNode;
}

/** What the stages ask of a syntax tree, the same for every language. A language is a folder that answers it. */
export interface Shapes {
  /** Without parentheses, `await`, non-null marks and casts. */
  unwrap(node: SyntaxNode): SyntaxNode;
  call(node: SyntaxNode): { callee: SyntaxNode; arguments: SyntaxNode[]; constructs: boolean } | undefined;
  member(node: SyntaxNode): { object: SyntaxNode; property: SyntaxNode; optional: boolean } | undefined;
  subscript(node: SyntaxNode): { object: SyntaxNode; index: SyntaxNode } | undefined;
  /** An object or dict literal. */
  record(node: SyntaxNode): { entries: RecordEntry[]; spread: boolean } | undefined;
  list(node: SyntaxNode): SyntaxNode[] | undefined;
  /** The value of a plain string literal. */
  string(node: SyntaxNode): string | undefined;
  /** An argument that is given by the name of its parameter. */
  named(argument: SyntaxNode): { name: string; value: SyntaxNode } | undefined;
  /** Whether an argument stands for any number of them. */
  spreads(argument: SyntaxNode): boolean;
  isIdentifier(node: SyntaxNode): boolean;
  /** `null`, `undefined`, `None`. */
  isNothing(node: SyntaxNode): boolean;
  isSelf(node: SyntaxNode): boolean;
  /**
   * What an expression may come out as: branches of a conditional, sides of `or`, `||` and `??`. With `nothing`
   * only those that can come out as nothing: not the left side of `a ?? b`.
   */
  alternatives(node: SyntaxNode, nothing?: boolean): SyntaxNode[];
  /** Assignments inside a scope, nested functions included only if `deep`. */
  assignments(scope: SyntaxNode, deep?: boolean): Assignment[];
  /** `return` statements of one function, without those of functions inside it. */
  returns(info: FunctionInfo): { statement: SyntaxNode; value?: SyntaxNode }[];
  /** Whether the end of the function can be reached, so that it returns nothing there. */
  fallsThrough(info: FunctionInfo): boolean;
  /** The statement behind which it does. */
  openEnd(info: FunctionInfo): SyntaxNode | undefined;
  /** The call that a function is handed to, as an argument or as a block. */
  handedTo(node: SyntaxNode): SyntaxNode | undefined;
  /** The statement that a node belongs to. */
  statementOf(node: SyntaxNode): SyntaxNode;
}

/** What can be had of a syntax tree at a glance. */
export interface Outline {
  readonly id: LanguageId;
  readonly family: Family;
  parse(text: string): Tree;
  /** All functions in source order, those inside others too. */
  functions(tree: Tree): FunctionInfo[];
  /** The innermost function whose lines hold this one (from 1). */
  functionAt(tree: Tree, line: number): FunctionInfo | undefined;
  /** The function whose node is, or encloses, this one. */
  functionOf(node: SyntaxNode): FunctionInfo | undefined;
  classes(tree: Tree): ClassInfo[];
  /** The class that a node is or stands in; of a method that is written outside, its class if that is in the file. */
  classOf(node: SyntaxNode): ClassInfo | undefined;
  imports(tree: Tree): ImportInfo[];
  /** Paths, relative to the repository, that an import may mean, likeliest first. */
  resolve(from: string, source: string): string[];
}

/** One programming language: parsing, and what stands where in a tree. */
export interface Language extends Outline, Shapes {}
