import type { ModelTrouble, ModelTroubleReason, TokenUsage } from '@errata/protocol/model';

/** Why a model gave nothing. The message says what to do, and holds no key. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly reason: ModelTroubleReason;
  /** Before that it is of no use to ask again, as the provider said. */
  readonly retryAt: Date | undefined;
  /** What was used all the same, where the provider said it. */
  readonly tokens: TokenUsage | undefined;

  constructor(
    reason: ModelTroubleReason,
    message: string,
    options: ErrorOptions & { retryAt?: Date; tokens?: TokenUsage } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.retryAt = options.retryAt;
    this.tokens = options.tokens;
  }

  static is(error: unknown, ...reasons: readonly ModelTroubleReason[]): error is ModelError {
    return error instanceof ModelError && (reasons.length === 0 || reasons.includes(error.reason));
  }

  get trouble(): ModelTrouble {
    return { reason: this.reason, message: this.message };
  }
}
