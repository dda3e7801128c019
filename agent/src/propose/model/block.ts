/** What is to be found and what is to stand there instead, in lines without their ends. */
export interface Reading {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** One edit as it was written. It may be read in several ways, the one with most to find first. */
export interface Block {
  /** Empty where none was named. */
  readonly path: string;
  readonly readings: readonly [Reading, ...Reading[]];
}
