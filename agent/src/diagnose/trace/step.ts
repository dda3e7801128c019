import type { SyntaxNode } from '../../language/syntax.ts';
import type { Badness, ExpectedType, Origin, OriginDetail, Place } from '../origin.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';

/** Stands in a path for "one of the elements". */
export const element = '[]';

/** A frame of the trace in the checkout: outermost first in a list, the crash last. */
export interface FramePlace {
  file: SourceFile;
  line: number;
  index: number;
}

/** One question on the way back: where does the value of this expression, followed along the path, come from? */
export interface Step {
  file: SourceFile;
  node: SyntaxNode;
  /** Properties, keys and elements still to be taken from the expression's value. */
  path: readonly string[];
  steps: number;
  certain: boolean;
  /** Position in the list of frames, while the way follows them. */
  frame?: number;
  awaited?: boolean;
  /** The last expression on the way whose own value, not a property of it, was the bad one. */
  value?: Place;
}

export interface Wanted {
  badness: Badness;
  expected?: ExpectedType;
}

/** What the pieces of the trace, one per kind of expression, ask of the whole. */
export interface Tracer {
  readonly index: SourceIndex;
  readonly frames: readonly FramePlace[];
  readonly wanted: Wanted;
  /** What was found so far. */
  readonly origins: readonly Origin[];
  /** Whether an absent value explains the crash. */
  readonly wantsNothing: boolean;
  /** Follows an expression. Throws when cancelled. */
  follow(step: Step): Promise<void>;
  /** Notes an origin, unless the same is known for the place. Test code is never one. */
  add(detail: OriginDetail, step: Pick<Step, 'file' | 'node' | 'steps' | 'certain'>, weight?: number): void;
}
