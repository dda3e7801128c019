/** What one rule of a CODEOWNERS file says of a path. */
export interface Claim {
  /** `@user`, `@org/team`, `@@role` or a mail address. */
  readonly owners: readonly string[];
  /** As written. */
  readonly pattern: string;
  /** The section that the rule stands in, as written. */
  readonly section?: string;
}

/** A CODEOWNERS file, read as one forge reads it. */
export interface OwnerRules {
  /** The claims that count for a path; none when nobody owns it. */
  claimsOn(path: string): readonly Claim[];
}

export const mailAddress = /^[^@\s]+@[^@\s]+$/;

/** No path is longer. */
export const longestPattern = 4096;
