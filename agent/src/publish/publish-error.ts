export type PublishFailure =
  | 'moved-base'
  | 'no-free-branch'
  | 'branch-taken'
  | 'bad-branch-name'
  | 'unknown-base'
  | 'nothing-to-publish'
  | 'wrong-encoding'
  | 'drifted'
  | 'large-file'
  | 'submodule'
  | 'not-signed'
  | 'person-changed'
  | 'no-branch'
  | PushFailure
  | 'request-failed';

/** Why a remote did not take, or was not given, a branch. */
export type PushFailure =
  | 'remote-rejected'
  | 'no-right'
  | 'not-signed-in'
  | 'no-repository'
  | 'unreachable'
  | 'push-refused';

/** A publication that did not take place, or not to its end; the message says what was done by then, and what to do. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly reason: PublishFailure;

  constructor(reason: PublishFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }

  static is(error: unknown, ...reasons: readonly PublishFailure[]): error is PublishError {
    return error instanceof PublishError && (reasons.length === 0 || reasons.includes(error.reason));
  }
}
