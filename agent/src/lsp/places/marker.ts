import type { Repository } from '../../git/repository.ts';

/** A frame of an issue in the checkout, by its line in the commit that is checked out. */
export interface MarkedLine {
  readonly uri: string;
  /** Relative to the repository's root. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** As the client called it. Hostile text. */
  readonly symbol: string | undefined;
  /** Where it stands among the frames of the event's root exception: what it called comes after. */
  readonly index: number;
}

/** An issue at the line it came from. */
export interface Marker extends MarkedLine {
  readonly issue: string;
  readonly repository: Repository;
  /** What was checked out when it was placed. */
  readonly commit: string;
  /** Its other frames in the checkout, callers after the crash. */
  readonly trace: readonly MarkedLine[];
}
