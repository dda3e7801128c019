export type StoreReason = 'damaged' | 'newer' | 'unusable' | 'exists';

/** The database cannot be used as it is. */
export class StoreError extends Error {
  readonly reason: StoreReason;

  constructor(reason: StoreReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.reason = reason;
  }
}
