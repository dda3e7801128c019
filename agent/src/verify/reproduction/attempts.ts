import type { Event } from '@errata/protocol/event';
import type { VerifyContext } from '../context.ts';
import type { TestPlan } from '../frameworks/framework.ts';
import type { Attempt, Level } from './attempt.ts';
import type { EntryScript } from './entry-scripts.ts';
import type { ExpectedException } from './expected.ts';
import type { Target } from './target.ts';

export interface AttemptInput {
  readonly context: VerifyContext;
  readonly plan: TestPlan;
  readonly event: Event;
  readonly targets: readonly Target[];
  /** Programs that may raise it by being run. */
  readonly scripts: readonly EntryScript[];
  /** The exception's type, safe to stand in a name. */
  readonly exception: string;
  readonly expected: ExpectedException;
  readonly signal?: AbortSignal;
}

/** A test to be tried, or why one could not be made at this level. */
export type Proposed = Attempt | { readonly level: Level; readonly reason: string };
