import assert from 'node:assert/strict';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BRIDGE_ADDRESS, SOCKET_INSIDE } from './bridge.ts';
import { describeContract, rejectsWith } from './contract-room.ts';
import { DockerSandbox } from './docker/docker-sandbox.ts';
import { makeOwnedFolder } from './owner.ts';

/** A server of the host on a socket that every user may connect to, saying its name and what it was sent. */
async function listen(name: string): Promise<AsyncDisposable & { socket: string; asked: string[] }> {
  const folder = await makeOwnedFolder('/dev/shm');
  await chmod(folder, 0o711);
  const socket = join(folder, 'it.sock');
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let sent = '';
    for await (const chunk of request) sent += chunk;
    asked.push(`${request.method} ${request.url} ${sent}`);
    response.end(`${name} got ${sent.length}`);
  });
  await new Promise<void>(resolve => server.listen(socket, resolve));
  await chmod(socket, 0o666);
  return {
    socket,
    asked,
    [Symbol.asyncDispose]: async () => {
      await closed(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}

const ask = (body: string) =>
  `fetch('${BRIDGE_ADDRESS}/path', { method: 'POST', body: ${body} }).then(r => r.text()).then(console.log)`;

describeContract('socket', room => {
  it('hands on what is said to it, a lot of it and several at once', async () => {
    await using host = await listen('host');
    const script = `Promise.all([1, 2, 3].map(() => ${ask("'x'.repeat(3e6)")}))`;
    const result = await room.run({ command: ['node', '-e', script], socket: host.socket });
    assert.equal(result.output, 'host got 3000000\n'.repeat(3));
    assert.equal(host.asked.length, 3);
    assert.match(host.asked[0] ?? '', /^POST \/path x+$/);
  });

  it('leads to that one place only', async () => {
    await using host = await listen('host');
    await using other = await listen('other');
    const plain = createServer((_, response) => response.end());
    await new Promise<void>(resolve => plain.listen(0, '0.0.0.0', resolve));
    const { port } = plain.address() as AddressInfo;
    const script = `
import os, socket
def reach(how, where, name):
    try:
        s = socket.socket(how); s.settimeout(2); s.connect(where); print('reached', name)
    except OSError: print('refused')
for host in ('127.0.0.1', '192.0.2.1', 'example.com'): reach(socket.AF_INET, (host, ${port}), host)
reach(socket.AF_UNIX, '${host.socket}', 'by its path on the host')
reach(socket.AF_UNIX, '${other.socket}', 'other')
reach(socket.AF_UNIX, '/var/run/docker.sock', 'docker')
print(os.listdir('${SOCKET_INSIDE.slice(0, SOCKET_INSIDE.lastIndexOf('/'))}'), os.listdir('/dev/shm'))
try: os.unlink('${SOCKET_INSIDE}'); print('removed')
except OSError: print('kept')`;
    const result = await room.run({ command: ['python3', '-c', script], socket: host.socket });
    await closed(plain);
    assert.equal(result.output, `${'refused\n'.repeat(6)}['let-in.sock'] []\nkept\n`);
    assert.deepEqual([host.asked, other.asked], [[], []]);
  });

  it('lets each run to its own, and one without to none', async () => {
    await using one = await listen('one');
    await using two = await listen('two');
    const command = ['node', '-e', `${ask("'x'")}.catch(() => console.log('none'))`];
    const said = await Promise.all([
      room.run({ command, socket: one.socket }),
      room.run({ command, socket: two.socket }),
      room.run({ command }),
    ]);
    assert.deepEqual(
      said.map(({ output }) => output),
      ['one got 1\n', 'two got 1\n', 'none\n'],
    );
  });

  it('changes nothing of how a command ends', async () => {
    await using host = await listen('host');
    const { socket } = host;
    const sh = async (script: string) => {
      const { status, exitCode, output } = await room.sh(script, { socket, limits: { seconds: 2 } });
      return [status, exitCode, output];
    };
    assert.deepEqual(await sh('echo out; exit 7'), ['exited', 7, 'out\n']);
    assert.deepEqual(await sh('kill -TERM $$'), ['exited', 128 + 15, '']);
    assert.deepEqual((await sh('sleep 60')).slice(0, 2), ['timeout', null]);
    const missing = await room.run({ command: ['no-such-program'], socket });
    assert.deepEqual([missing.status, missing.exitCode], ['exited', 127]);
  });

  it('is refused where the daemon does not see this machine', async function () {
    if (!(room.sandbox instanceof DockerSandbox)) {
      this['skipReason'] = 'only Docker may run on another machine';
      return this.skip();
    }
    const elsewhere = new DockerSandbox({ socketPath: room.sandbox.socketPath, platform: 'darwin' });
    const prepared = await room.sandbox.prepare({ dir: room.dir });
    const run = elsewhere.run(prepared, { files: new Map(), command: ['true'], socket: '/dev/shm/x' });
    await assert.rejects(run, rejectsWith('no-socket'));
    await prepared[Symbol.asyncDispose]();
  });
});
