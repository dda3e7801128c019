import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { RunView } from '@errata/protocol/agent-rpc';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import {
  createConnection,
  InitializeRequest,
  ProposedFeatures,
  ShowMessageNotification,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver/node';
import { FixWatch } from './fix-watch.ts';

const run: RunView = {
  ...{ id: 'r', issue: 'SHOP-1', stage: 'propose', startedAt: '2026-01-02T12:00:00Z' },
  message: 'Writing candidates',
};

describe('FixWatch', () => {
  it('says how a run came out also to a client that refuses to show its progress', async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const server = createConnection(ProposedFeatures.all, toServer, toClient);
    server.onInitialize(() => ({ capabilities: {} }));
    server.listen();
    const client = createMessageConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    client.onRequest(WorkDoneProgressCreateRequest.method, () => {
      throw new Error('not here');
    });
    const told = Promise.withResolvers<string>();
    client.onNotification(ShowMessageNotification.method, ({ message }) => told.resolve(message));
    client.listen();
    const window = { workDoneProgress: true };
    await client.sendRequest(InitializeRequest.method, {
      ...{ processId: null, rootUri: null, capabilities: { window } },
    });

    const watch = new FixWatch(server, async () => undefined);
    await watch.watch(run, async () => run);
    watch.changed({ ...run, stage: 'failed', failure: { reason: 'no-fix', message: 'Nothing held.' } });
    assert.equal(await told.promise, 'There is no fix of SHOP-1: Nothing held.');
    client.dispose();
    server.dispose();
  });
});
