import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange } from './exchange.ts';

describe('an exchange over HTTP', () => {
  let server: Server;
  let url: string;
  const asked: { method: string | undefined; body: string }[] = [];

  before(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      asked.push({ method: request.method, body: Buffer.concat(chunks).toString('utf8') });
      if (request.url === '/never') return;
      response.statusCode = request.url === '/missing' ? 404 : 200;
      response.end(`é ${request.headers['x-a']} ${request.headers['content-length']}`);
      // As a server that keeps no connection for long: what comes on this one next is met by its end.
      if (request.url === '/close') setImmediate(() => request.socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => asked.splice(0));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const signal = () => AbortSignal.timeout(10_000);

  it('sends what it is given, and answers what came, whatever its status', async () => {
    const sent = { method: 'POST', headers: { 'x-a': 'b' }, body: '{"ü":1}', signal: signal() };
    assert.deepEqual(await exchange(`${url}/x`, sent), { status: 200, text: 'é b 8' });
    assert.deepEqual(asked, [{ method: 'POST', body: '{"ü":1}' }]);
    assert.equal((await exchange(`${url}/missing`, { method: 'GET', signal: signal() })).status, 404);
  });

  it('asks once more where a connection that was kept is closed', async () => {
    for (let at = 0; at < 5; at++) {
      const { status } = await exchange(`${url}/close`, { method: 'GET', signal: signal() });
      assert.equal(status, 200);
    }
    assert.equal(asked.length, 5);
  });

  it('ends when it is aborted, and rejects where nobody listens', async () => {
    const controller = new AbortController();
    const never = exchange(`${url}/never`, { method: 'GET', signal: controller.signal });
    setImmediate(() => controller.abort());
    await assert.rejects(never, { name: 'AbortError' });
    await assert.rejects(exchange('http://127.0.0.1:1/', { method: 'GET', signal: signal() }));
    await assert.rejects(exchange('ftp://127.0.0.1/', { method: 'GET', signal: signal() }));
  });
});
