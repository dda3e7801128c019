export type SandboxErrorReason =
  | 'none-available'
  | 'kind-unavailable'
  | 'no-consent'
  | 'image-missing'
  | 'prepare-failed'
  | 'bad-path'
  | 'bad-command'
  | 'bad-limit'
  | 'no-socket'
  | 'cancelled';

/** A sandbox could not be had, prepared or asked for; never used for a command that fails inside one. */
export class SandboxError extends Error {
  readonly reason: SandboxErrorReason;

  constructor(reason: SandboxErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxError';
    this.reason = reason;
  }
}
