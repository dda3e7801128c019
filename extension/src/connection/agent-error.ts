import { visible } from '../incoming/labels.ts';

/** Why a request to the agent failed. Reasons that the agent gives of its own are passed on as they are. */
export type AgentErrorReason = 'agent-stopped' | 'unexpected-answer' | (string & {});

/** A request to the agent that failed. The message is for a person. */
export class AgentError extends Error {
  readonly reason: AgentErrorReason;

  constructor(reason: AgentErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AgentError';
    this.reason = reason;
  }

  /** By name, not by class: the lazily loaded parts of the bundle carry a class of their own. */
  static is(error: unknown, reason?: AgentErrorReason): error is AgentError {
    if (!(error instanceof Error) || error.name !== 'AgentError') return false;
    return reason === undefined || ('reason' in error && error.reason === reason);
  }
}

/** What to tell a person about anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * A text for a notification, which may quote what strangers wrote: there `[text](command:…)` would be a link, and runs the
 * command.
 */
export function plainNotice(text: string): string {
  return visible(text).replaceAll('](', ']\u{200b}(');
}
