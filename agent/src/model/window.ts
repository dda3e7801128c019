/** What goes into a model of code and facts, and what may come out of it, in tokens: more is of no more use. */
const mostContext = 24_000;
const mostOutput = 16_000;

/** A model that takes less than this is shown less of what was tried. */
const roomy = 64_000;

/** Whether a model takes all that is of use. */
export function isRoomy(window: number): boolean {
  return window >= roomy;
}

/** How the tokens that a model takes are shared out; the rest is for its instructions and for what was tried before. */
export function sharesOf(window: number | undefined): {
  readonly context: number;
  readonly output: number;
  /** How many fixes that failed it is shown at a time. */
  readonly failures: number;
} {
  if (window === undefined || isRoomy(window))
    return { context: mostContext, output: mostOutput, failures: 3 };
  return {
    context: Math.min(mostContext, Math.floor(window / 2)),
    output: Math.min(mostOutput, Math.floor(window / 4)),
    failures: 1,
  };
}
