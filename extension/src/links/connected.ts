import type { Agent, ConnectionState } from '../connection/agent.ts';
import { AgentError } from '../connection/agent-error.ts';
import { originOf } from './link.ts';

/** Resolves when the agent is connected, to this log center if one is named. Throws {@link AgentError} when it cannot be. */
export async function whenConnected(
  agent: Pick<Agent, 'state' | 'onDidChangeState'>,
  origin?: string,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = ({ process, reason, status }: ConnectionState) => {
    const connection = status?.connection;
    if (process === 'stopped') reject(new AgentError('agent-stopped', reason ?? ''));
    if (process !== 'running' || connection === undefined) return;
    if (connection.state === 'disconnected') reject(new AgentError('disconnected', connection.reason ?? ''));
    const right =
      origin === undefined || (connection.url !== undefined && originOf(connection.url) === origin);
    if (connection.state === 'connected' && right) resolve();
  };
  const listening = agent.onDidChangeState(look);
  try {
    if (origin === undefined || agent.state.process === 'stopped') look(agent.state);
    await promise;
  } finally {
    listening.dispose();
  }
}
