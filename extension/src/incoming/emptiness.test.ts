import assert from 'node:assert/strict';
import type { AgentStatus } from '@errata/protocol/agent-rpc';
import { explain } from './emptiness.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));

function status(connection: AgentStatus['connection'], repositories = ['/work/shop']): AgentStatus {
  return { connection, repositories, newIssues: 0, runningFixes: 0 };
}
const connected = status({ state: 'connected', url: 'http://127.0.0.1:1', dsn: 'http://key@127.0.0.1:1/1' });
const usual = { folders: true, trusted: true, loaded: true, filter: '', someIgnored: false };
const some = { ...usual, empty: false };
const none = { ...usual, empty: true };

describe('an empty list', () => {
  it('says that it is connecting until the first list is there', () => {
    assert.deepEqual(explain(t, { connection: { process: 'starting' }, ...none }), { state: 'connecting' });
    const running = { process: 'running', status: connected } as const;
    assert.deepEqual(explain(t, { connection: running, ...none, loaded: false }), { state: 'connecting' });
  });

  it('gives the reason and a way to try again when there is no connection, though errors are listed', () => {
    const lost = status({ state: 'disconnected', reason: 'The token was refused.' });
    const explanation = explain(t, { connection: { process: 'running', status: lost }, ...some });
    assert.equal(explanation.message, 'Not connected: The token was refused.');
    assert.equal(explanation.action?.command, 'errata.retry');
    const stopped = explain(t, { connection: { process: 'stopped', reason: 'it crashed.' }, ...none });
    assert.equal(stopped.message, 'The Errata agent is not running: it crashed.');
    assert.equal(stopped.action?.command, 'errata.retry');
  });

  it('gives the reason when the list cannot be read', () => {
    const connection = { process: 'running', status: connected } as const;
    const explanation = explain(t, { connection, ...none, loaded: false, failure: 'The disk is full.' });
    assert.equal(explanation.message, 'The errors could not be read: The disk is full.');
    assert.equal(explanation.action?.command, 'errata.refresh');
  });

  it('gives the DSN to copy when there are no errors yet', () => {
    const explanation = explain(t, { connection: { process: 'running', status: connected }, ...none });
    assert.match(explanation.message ?? '', /^No errors yet/);
    assert.equal(explanation.action?.command, 'errata.copyDsn');
    assert.equal(explanation.action?.detail, 'http://key@127.0.0.1:1/1');
  });

  it('asks for a token when the log center wants another', () => {
    const refused = { state: 'disconnected', failure: 'unauthorized', reason: 'refused' } as const;
    const explanation = explain(t, { connection: { process: 'running', status: status(refused) }, ...none });
    assert.deepEqual(
      [explanation.state, explanation.message, explanation.action?.command],
      ['unauthorized', 'Not connected: refused', 'errata.setToken'],
    );
  });

  it('says that a filter hides everything, or that all is ignored, before that there is nothing', () => {
    const connection = { process: 'running', status: connected } as const;
    const filtered = explain(t, { connection, ...none, filter: 'level:x', someIgnored: true });
    assert.deepEqual(
      [filtered.message, filtered.action?.command],
      ['Nothing is found by “level:x”.', 'errata.clearFilter'],
    );
    const ignored = explain(t, { connection, ...none, someIgnored: true });
    assert.deepEqual([ignored.state, ignored.action?.command], ['ignored', 'errata.showIgnored']);
    assert.equal(explain(t, { connection, ...some, filter: 'level:x' }).message, 'Filtered by “level:x”');
  });

  it('says that a folder must be trusted for fixes', () => {
    const connection = { process: 'running', status: connected } as const;
    const { state, action } = explain(t, { connection, ...some, trusted: false });
    assert.deepEqual([state, action?.command], ['restricted', 'workbench.trust.manage']);
  });

  it('says why errors are not matched with code', () => {
    const lonely = { ...status(connected.connection, []), repositoryReason: 'shop has no commits yet.' };
    const connection = { process: 'running', status: lonely } as const;
    assert.equal(
      explain(t, { connection, ...some }).message,
      'Errors cannot be matched with code: shop has no commits yet.',
    );
    assert.equal(explain(t, { connection, ...none, folders: false }).state, 'no-folder');
  });

  it('says nothing when all is well', () => {
    assert.deepEqual(explain(t, { connection: { process: 'running', status: connected }, ...some }), {
      state: 'listed',
    });
  });
});
