import assert from 'node:assert/strict';
import type { AgentStatus, RunView } from '@errata/protocol/agent-rpc';
import type { ConnectionState } from '../connection/agent.ts';
import { statusText } from './status-text.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));

function running(state: AgentStatus['connection']['state'], newIssues = 0, reason?: string): ConnectionState {
  const connection = { state, ...(reason !== undefined && { reason }) };
  return { process: 'running', status: { connection, repositories: [], newIssues, runningFixes: 0 } };
}

describe('status bar', () => {
  it('says how the connection is', () => {
    assert.equal(statusText(t, { process: 'starting' }, []).text, '$(sync~spin) Errata');
    assert.equal(statusText(t, { process: 'stopped', reason: 'gone' }, []).warning, true);
    const lost = statusText(t, running('disconnected', 3, 'The token was refused.'), []);
    assert.deepEqual([lost.warning, lost.tooltip], [true, 'Not connected: The token was refused.']);
  });

  it('counts the new errors', () => {
    const { text, tooltip } = statusText(t, running('connected', 3), []);
    assert.deepEqual([text, tooltip], ['$(bug) 3 new', '3 new errors']);
    assert.equal(statusText(t, running('connected', 1), []).tooltip, '1 new error');
    assert.equal(statusText(t, running('connected'), []).text, '$(pass) Errata');
  });

  it('shows what is being fixed before anything else', () => {
    const run = (issue: string): RunView => ({
      id: issue,
      issue,
      stage: 'verify',
      message: 'candidate 1 of 3',
      startedAt: '',
    });
    const text = statusText(t, running('connected', 3), [run('SHOP-1'), run('SHOP-2')]);
    assert.equal(text.text, '$(loading~spin) SHOP-1: verifying +1');
    assert.match(text.tooltip, /^SHOP-1: candidate 1 of 3\nSHOP-2/);
  });
});
