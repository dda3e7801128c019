import type { Family, FunctionInfo, ImportInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';
import type { ShapeDescription } from './forms.ts';

/** What stands between two names. */
export interface Separators {
  /** Behind a module or class, in front of a class inside it. */
  readonly scope: string;
  /** Behind a class, in front of a method of its objects. */
  readonly method: string;
  /** Behind a class, in front of a method of its own. */
  readonly static: string;
  /** Behind a function, in front of one inside it. */
  readonly inner: string;
}

/** What a function of some type is; nothing where a node of this type is none. */
export type KindOf = FunctionInfo['kind'] | ((node: SyntaxNode) => FunctionInfo['kind'] | undefined);

/** A language by the names that its grammar gives to things. */
export interface Description {
  readonly family: Family;
  /** What nodes of a type are; a `function` that stands in a class is a method. */
  readonly functions: ReadonlyMap<string, KindOf>;
  /** Types of classes, and of whatever else has methods. */
  readonly classes: ReadonlySet<string>;
  /** Types of the parts of a class that name those it extends. */
  readonly bases?: ReadonlySet<string>;
  /** Types of what adds methods to a class that is written elsewhere. */
  readonly extensions?: ReadonlySet<string>;
  /** Types of what has a name that goes before the names in it, and is no class. */
  readonly modules?: ReadonlySet<string>;
  readonly separators: Separators;
  /** The name of a function, class or module, where it is not the field `name`, or the variable that it is given to. */
  nameOf?(node: SyntaxNode): string | undefined;
  /** The class that a function names itself. */
  ownerOf?(node: SyntaxNode): string | undefined;
  /** Names of methods that make an object. */
  readonly constructors?: ReadonlySet<string>;
  /** Whether a method belongs to the class and not to its objects. */
  isStatic(node: SyntaxNode): boolean;
  isAsync?(node: SyntaxNode): boolean;
  /** Whether a function, or one that stands in a class, can be had from outside the file. */
  isExported(node: SyntaxNode, name: string): boolean;
  /** Types of nodes that make a function a generator. */
  readonly yields?: ReadonlySet<string>;
  /** Fields that may hold the written return type. */
  readonly returnTypes?: readonly string[];
  /** The statements or the expression of a function, where they are not the field `body`. */
  bodyOf?(node: SyntaxNode): SyntaxNode | undefined;
  /** Types among parameters that are none, such as what stands for the object itself. */
  readonly notParameters?: ReadonlySet<string>;
  readonly shapes: ShapeDescription;
  imports(tree: Tree): ImportInfo[];
  resolve(from: string, source: string): string[];
}
