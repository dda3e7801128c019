import type { FunctionInfo } from '../language/language.ts';
import type { SyntaxNode } from '../language/syntax.ts';
import type { Captured } from './captured.ts';
import type { SourceFile } from './sources.ts';

/** A node in a file. */
export interface Place {
  file: SourceFile;
  node: SyntaxNode;
}

/** What is bad about the value at the crash. */
export type Badness =
  /** It is not there: `undefined`, `null`, `None`. */
  | 'nothing'
  /** It is there, but of another type than the code expects. */
  | 'shape'
  | 'missing-key'
  | 'index'
  | 'zero'
  | 'empty'
  | 'text'
  | 'name'
  | 'count'
  /** It holds an error where a result was expected. */
  | 'failed'
  /** It is in a state in which it cannot be used so. */
  | 'state'
  /** A condition that lets too much through. */
  | 'condition';

export type ExpectedType =
  | 'array'
  | 'string'
  | 'number'
  | 'map'
  | 'set'
  | 'function'
  | 'promise'
  | 'object'
  | 'iterable';

/** The expression that was bad at the crash. */
export interface Bad extends Place {
  badness: Badness;
  /** The expression around it that failed: the member access, the call, the subscript. */
  access: SyntaxNode;
  /** The property, key or method that was asked of it. */
  property?: string;
  expected?: ExpectedType;
  function?: FunctionInfo;
  captured?: Captured;
}

/** A place where the bad value was made, with what is wrong there. Kinds say what a fix would have to do. */
export type OriginDetail =
  /** An object literal that leaves the property out. */
  | { kind: 'missing-property'; property: string; keys: string[]; nearest?: string }
  /** A class that never gives the field a value. */
  | { kind: 'missing-field'; property: string; keys: string[]; nearest?: string; className: string }
  /** A function whose end can be reached without `return`, or with a bare one. */
  | { kind: 'missing-return'; callee: FunctionInfo; statement?: SyntaxNode }
  /** A function that returns null, undefined or None on purpose. */
  | { kind: 'returns-nothing'; callee: FunctionInfo; statement: SyntaxNode }
  /** A search that may find nothing: `find`, `get`, `match`. */
  | { kind: 'lookup'; method: string }
  /** A promise or coroutine that nobody waits for. */
  | { kind: 'not-awaited'; callee: FunctionInfo }
  /** A caller that leaves an argument out or gives nothing for it. */
  | {
      kind: 'missing-argument';
      callee: FunctionInfo;
      calleeFile: SourceFile;
      parameter: string;
      call: SyntaxNode;
    }
  /** A null, undefined or None written into the value. */
  | { kind: 'nothing-literal' }
  /** A variable that has no value on some way. */
  | { kind: 'unassigned'; name: string }
  /** Where the value comes in from outside: request, arguments, environment, parsed JSON. The place is where the bad part is read from `source`. */
  | { kind: 'boundary'; from: string; source: Place }
  /** A loop that runs one element too far or starts too early. */
  | { kind: 'loop-bound'; index: string; sequence?: string }
  /** An index expression beyond the ends. */
  | { kind: 'index'; sequence: SyntaxNode; index: SyntaxNode }
  /** A collection that may be empty. */
  | { kind: 'empty'; collection: SyntaxNode }
  /** A key that a mapping made elsewhere does not have; `dynamic` when the key is computed. */
  | { kind: 'unknown-key'; mapping: SyntaxNode; key: string; dynamic: boolean }
  /** A value of another type than expected is made here. */
  | { kind: 'wrong-shape'; made: 'record' | 'list' | 'text' | 'number' | 'instance' | 'other' }
  /** A parameter that no call in the repository explains. */
  | {
      kind: 'parameter';
      name: string;
      callee: FunctionInfo;
      /** What is bad is a part of what is passed. */
      inside: boolean;
    }
  | { kind: 'unknown-name'; name: string };

export type OriginKind = OriginDetail['kind'];

export type Origin = OriginDetail &
  Place & {
    line: number;
    symbol?: string;
    /** How many steps lie between the crash and this place. */
    steps: number;
    /** Found along frames and names in scope, not by likeness. */
    certain: boolean;
    /** 0…1, how well it explains the crash. */
    score: number;
  };

export type OriginOf<K extends OriginKind> = Extract<Origin, { kind: K }>;
