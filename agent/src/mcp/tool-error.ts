export type ToolFailure =
  | 'bad-request'
  | 'read-only'
  | 'fenced'
  | 'unconfirmed'
  | 'not-proven'
  | 'not-ready'
  | 'no-repository';

/** A tool call that cannot be carried out, or was not agreed to. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly reason: ToolFailure;

  constructor(reason: ToolFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}
