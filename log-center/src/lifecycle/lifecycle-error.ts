export type LifecycleReason =
  | 'unknown-issue'
  | 'unknown-run'
  | 'transition-refused'
  | 'version-conflict'
  | 'lease-held'
  | 'lease-lost'
  | 'run-ended'
  | 'merge-refused'
  | 'split-refused'
  | 'unknown-pull-request'
  | 'other-pull-request'
  | 'pull-request-refused'
  | 'pull-request-ended'
  | 'unknown-round'
  | 'round-superseded'
  | 'round-ended'
  | 'unknown-effect'
  | 'unknown-question';

/** A change that the lifecycle refuses. Nothing was changed. */
export class LifecycleError extends Error {
  readonly reason: LifecycleReason;

  constructor(reason: LifecycleReason, message: string) {
    super(message);
    this.name = 'LifecycleError';
    this.reason = reason;
  }
}
