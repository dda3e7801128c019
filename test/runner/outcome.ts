/** What came of one suite. */
export interface Outcome {
  readonly suite: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skips: readonly Skip[];
  readonly seconds: number;
}

export interface Failure {
  readonly title: string;
  /** What went wrong, several lines. */
  readonly detail: string;
}

export interface Skip {
  readonly title: string;
  readonly reason: string;
}

/** An outcome that is one failure: the suite itself could not be run. */
export function brokenSuite(suite: string, title: string, detail: string, seconds: number): Outcome {
  return { suite, passed: 0, failures: [{ title, detail }], skips: [], seconds };
}
