import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { LogCenterClient } from '../center/client.ts';
import { IssueBoard } from './issue-board.ts';

describe('IssueBoard', () => {
  let server: Server;
  let stream: WebSocketServer;
  /** How often the list is not given. */
  let failing: number;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const isList = request.url?.startsWith('/api/v1/issues') === true;
      const fails = isList && failing-- > 0;
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isList ? { issues: [] } : { projects: [] }));
    });
    stream = new WebSocketServer({ server });
    stream.on('connection', socket => socket.send(JSON.stringify({ type: 'hello', head: 0 })));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    for (const socket of stream.clients) socket.terminate();
    server.close();
    server.closeAllConnections();
  });

  it('reads the lists again where they could not be read, although the stream goes on', async () => {
    failing = 2;
    const { port } = server.address() as AddressInfo;
    const client = new LogCenterClient({ url: `http://127.0.0.1:${port}`, token: 'token' });
    const states: string[] = [];
    const connected = Promise.withResolvers<void>();
    using board = new IssueBoard(async () => client, {
      statusChanged() {
        const { state } = board.connection;
        states.push(state);
        if (state === 'connected') connected.resolve();
      },
      heard: () => undefined,
      issueChanged: () => undefined,
      issueGone: () => undefined,
      listChanged: () => undefined,
    });
    await connected.promise;
    assert.deepEqual(states, ['disconnected', 'disconnected', 'connected']);
    assert.equal(board.client, client);
  });
});
