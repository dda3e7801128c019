export type CollectReason =
  | 'missing-key'
  | 'wrong-key'
  | 'unknown-project'
  | 'empty'
  | 'bad-encoding'
  | 'too-large'
  | 'cut-off'
  | 'stalled'
  | 'rate-limited'
  | 'overloaded'
  | 'disk-full'
  | 'bad-envelope'
  | 'truncated'
  | 'not-an-event';

/** What a client sent was not taken. Nothing of it was stored. */
export class CollectError extends Error {
  readonly reason: CollectReason;

  constructor(reason: CollectReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CollectError';
    this.reason = reason;
  }
}
