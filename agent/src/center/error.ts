export type LogCenterReason =
  | 'unreachable'
  | 'bad-address'
  | 'unauthorized'
  | 'not-found'
  | 'refused'
  | 'lease-held'
  | 'lease-lost'
  | 'version-conflict'
  | 'transition-refused'
  | 'pull-request-ended'
  | 'round-superseded'
  | 'round-ended'
  | 'bad-answer'
  | 'not-started';

/** Anything that went wrong between an agent and its log center. */
export class LogCenterError extends Error {
  readonly reason: LogCenterReason;

  constructor(reason: LogCenterReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogCenterError';
    this.reason = reason;
  }

  static is(error: unknown, reason?: LogCenterReason): error is LogCenterError {
    return error instanceof LogCenterError && (reason === undefined || error.reason === reason);
  }
}
