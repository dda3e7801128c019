import assert from 'node:assert/strict';
import type { AgentStatus, RunView } from '@errata/protocol/agent-rpc';
import type { ConnectionState } from '../connection/agent.ts';
import { badgeText, statusText } from './status-text.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));

function running(state: AgentStatus['connection']['state'], newIssues = 0, reason?: string): ConnectionState {
  const connection = { state, ...(reason !== undefined && { reason }) };
  return { process: 'running', status: { connection, repositories: [], newIssues, runningFixes: 0 } };
}

const none = { working: [], ready: [] };

describe('status bar', () => {
  it('says how the connection is', () => {
    assert.equal(statusText(t, { process: 'starting' }, none).text, '$(sync~spin) Errata');
    assert.equal(statusText(t, { process: 'stopped', reason: 'gone' }, none).warning, true);
    const lost = statusText(t, running('disconnected', 3, 'The token was refused.'), none);
    assert.deepEqual([lost.warning, lost.tooltip], [true, 'Not connected: The token was refused.']);
  });

  it('counts the new errors', () => {
    const { text, tooltip } = statusText(t, running('connected', 3), none);
    assert.deepEqual([text, tooltip], ['$(bug) 3 new', '3 new errors']);
    assert.equal(statusText(t, running('connected', 1), none).tooltip, '1 new error');
    assert.equal(statusText(t, running('connected'), none).text, '$(pass) Errata');
  });

  it('shows what is being fixed before anything else', () => {
    const run = (issue: string): RunView => ({
      id: issue,
      issue,
      stage: 'verify',
      message: 'candidate 1 of 3',
      startedAt: '',
    });
    const text = statusText(t, running('connected', 3), {
      working: [run('SHOP-1'), run('SHOP-2')],
      ready: [],
    });
    assert.equal(text.text, '$(loading~spin) SHOP-1: verifying +1');
    assert.match(text.tooltip, /^SHOP-1: verifying · candidate 1 of 3\nSHOP-2/);
  });

  it('says what is ready until it is looked at', () => {
    const run: RunView = { id: 'r', issue: 'SHOP-1', stage: 'awaiting-approval', message: '', startedAt: '' };
    const { text, tooltip } = statusText(t, running('connected', 3), { working: [], ready: [run] });
    assert.deepEqual([text, tooltip], ['$(lightbulb-autofix) 1 fix ready', 'SHOP-1: ready for review']);
  });

  it('counts on the icon of the view whatever waits for a person', () => {
    assert.equal(badgeText(t, 0, 0), undefined);
    assert.deepEqual(badgeText(t, 2, 1), { value: 3, tooltip: '1 fix ready · 2 new errors' });
    assert.deepEqual(badgeText(t, 1, 0), { value: 1, tooltip: '1 new error' });
  });
});
