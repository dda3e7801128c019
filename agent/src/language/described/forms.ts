import type { Assignment, RecordEntry } from '../language.ts';
import { SyntaxNode } from '../syntax.ts';

/** Where a part of a node is: in a field, or at a place among its parts, from the end when negative. */
export type Part = string | number;

export function partOf(node: SyntaxNode, part: Part): SyntaxNode | undefined {
  return typeof part === 'string' ? node.child(part) : node.parts.at(part);
}

export interface CallForm {
  /** The class of which the call makes an object, if it does. */
  readonly made?: (node: SyntaxNode) => SyntaxNode | undefined;
  /** What is called, or only its name where the object stands beside it. */
  readonly callee: Part;
  readonly object?: Part;
  readonly constructs?: boolean;
}

export interface MemberForm {
  readonly object: SyntaxNode;
  readonly property: SyntaxNode;
}

export interface SubscriptForm {
  readonly object: SyntaxNode;
  readonly index: SyntaxNode;
}

export type Wrapped = Part | ((node: SyntaxNode) => SyntaxNode | undefined);

/** What may stand where by the types of nodes. */
export interface ShapeDescription {
  /** What leaves the expression in it what it is. */
  readonly wrappers: ReadonlyMap<string, Wrapped>;
  readonly calls: ReadonlyMap<string, CallForm>;
  readonly members: ReadonlyMap<string, (node: SyntaxNode) => MemberForm | undefined>;
  readonly subscripts: ReadonlyMap<string, (node: SyntaxNode) => SubscriptForm | undefined>;
  readonly records: ReadonlyMap<string, (node: SyntaxNode) => Record | undefined>;
  readonly lists: ReadonlyMap<string, (node: SyntaxNode) => SyntaxNode[] | undefined>;
  readonly strings: ReadonlySet<string>;
  readonly identifiers: ReadonlySet<string>;
  isNothing(node: SyntaxNode): boolean;
  isSelf(node: SyntaxNode): boolean;
  /** Expressions that come out as one of several, which these are. */
  readonly choices: ReadonlyMap<string, (node: SyntaxNode) => (SyntaxNode | undefined)[]>;
  /** Operators that give one of their sides: the right one when the left is nothing (`or`), or when it is not. */
  readonly operators: ReadonlyMap<string, 'or' | 'and'>;
  readonly assignments: ReadonlyMap<string, (node: SyntaxNode) => Assignment[]>;
  /** Statements, or expressions, that return. */
  readonly returns: ReadonlySet<string>;
  /** Whether a function gives what its last expression does. */
  returnsLast?(body: SyntaxNode): boolean;
  /** Types of nodes whose children are statements. */
  readonly blocks: ReadonlySet<string>;
  /** The statement behind which a block gives nothing, where a function may end so and yet be asked for its value. */
  openEnd?(body: SyntaxNode): SyntaxNode | undefined;
}

type Record = { entries: RecordEntry[]; spread: boolean };

/** A form of two parts. */
export function member(object: Part, property: Part): (node: SyntaxNode) => MemberForm | undefined {
  return node => {
    const [first, second] = [partOf(node, object), partOf(node, property)];
    return first && second ? { object: first, property: second } : undefined;
  };
}

/** A form of two parts. */
export function subscript(object: Part, index: Part): (node: SyntaxNode) => SubscriptForm | undefined {
  return node => {
    const [first, second] = [partOf(node, object), partOf(node, index)];
    return first && second ? { object: first, index: second } : undefined;
  };
}

/** A branching expression whose branches stand in fields. */
export function branches(...fields: string[]): (node: SyntaxNode) => (SyntaxNode | undefined)[] {
  return node => fields.flatMap(field => node.childrenOf(field));
}

/** The last statement of a block, whose value the block has. */
export function last(node: SyntaxNode): (SyntaxNode | undefined)[] {
  return node.parts.slice(-1);
}

const made = new WeakMap<SyntaxNode, Map<string, SyntaxNode>>();

/** A node that the grammar has not, in the place of a part of another; the same one whenever it is asked for. */
export function madeNode(
  of: SyntaxNode,
  type: string,
  range: { start: number; end: number },
  children: SyntaxNode[] = [],
): SyntaxNode {
  const known = made.get(of) ?? new Map<string, SyntaxNode>();
  made.set(of, known);
  let node = known.get(type);
  if (!node) {
    node = new SyntaxNode(of.tree, of, { type, named: true, ...range });
    node.children.push(...children);
    known.set(type, node);
  }
  return node;
}
