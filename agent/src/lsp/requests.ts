import {
  type AgentMethod,
  type AgentParams,
  type AgentResult,
  agentRequests,
} from '@errata/protocol/agent-rpc';
import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';

/** An answer to every request of the agent's contract. A method without one does not compile. */
export type RequestHandlers = {
  [M in AgentMethod]: (params: AgentParams<M>, signal: AbortSignal) => Promise<AgentResult<M>>;
};

/** Parses what comes in, answers, and turns errors into RPC errors that carry their reason. */
export function serveRequests(connection: Connection, handlers: RequestHandlers): void {
  for (const method of Object.keys(agentRequests) as AgentMethod[])
    serveRequest(connection, method, handlers);
}

function serveRequest<M extends AgentMethod>(
  connection: Connection,
  method: M,
  handlers: RequestHandlers,
): void {
  connection.onRequest(method, async (raw: unknown, token: CancellationToken) => {
    const params = agentRequests[method].params.safeParse(raw ?? {});
    if (!params.success) {
      return new ResponseError(ErrorCodes.InvalidParams, params.error.message, { reason: 'bad-request' });
    }
    try {
      return await handlers[method](params.data as AgentParams<M>, signalOf(token));
    } catch (error) {
      return refusal(error);
    }
  });
}

/** What a failed request is answered with: a message for a person, and the reason. */
export function refusal(error: unknown): ResponseError<{ reason: string }> {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
  const message = error instanceof Error ? error.message : String(error);
  return new ResponseError(ErrorCodes.InternalError, message, { reason });
}

/** A signal that aborts when the client takes its request back. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
