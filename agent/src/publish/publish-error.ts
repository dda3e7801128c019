export type PublishFailure =
  | 'moved-base'
  | 'no-free-branch'
  | 'branch-taken'
  | 'bad-branch-name'
  | 'unknown-base'
  | 'push-refused'
  | 'nothing-to-publish'
  | 'wrong-encoding'
  | 'drifted';

/** A publication that did not take place. Nothing was pushed, or written. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly reason: PublishFailure;

  constructor(reason: PublishFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
