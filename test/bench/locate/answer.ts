/** A place that a target names. */
export interface NamedPlace {
  readonly file: string;
  readonly line: number;
  readonly symbol: string | undefined;
}

/** What a target says of a case, best first; nothing where it is not made to say anything. */
export interface Answer {
  readonly places: readonly NamedPlace[] | undefined;
  /** Object names. */
  readonly commits: readonly string[] | undefined;
  /** Where it takes the line of the innermost own frame to stand now. */
  readonly crash: { readonly file: string; readonly line: number } | undefined;
  readonly milliseconds: number;
}

export type LocateTarget = 'errata' | 'top-frame' | 'sentry-rule';
