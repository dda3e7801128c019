export type PullRequestFailure =
  | 'no-repository'
  | 'not-trusted'
  | 'no-forge'
  | 'not-open'
  | 'head-moved'
  | 'style-not-allowed'
  | 'would-lose-changes'
  | 'no-branch';

/** Something that was not done with a pull request. The message says what a person can do about it. */
export class PullRequestError extends Error {
  override readonly name = 'PullRequestError';
  readonly reason: PullRequestFailure;

  constructor(reason: PullRequestFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
