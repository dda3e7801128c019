export type ForgeFailure =
  | 'no-token'
  | 'token-refused'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'rate-limited'
  | 'unreachable'
  | 'forge-failed'
  | 'bad-answer'
  | 'cancelled';

/** What a forge would not do. The message says what a person can do about it, and never holds a token. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError';
  readonly reason: ForgeFailure;
  /** When it may be tried again, for `rate-limited`. */
  readonly retryAt: Date | undefined;

  constructor(
    reason: ForgeFailure,
    message: string,
    options?: ErrorOptions & { retryAt?: Date | undefined },
  ) {
    super(message, options);
    this.reason = reason;
    this.retryAt = options?.retryAt;
  }

  static is(error: unknown, ...reasons: readonly ForgeFailure[]): error is ForgeError {
    return error instanceof ForgeError && (reasons.length === 0 || reasons.includes(error.reason));
  }
}
