import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { until } from '../poll.ts';
import type { ProbeMethod, ProbeRequests } from './contract.ts';

const manifest = {
  name: 'probe',
  version: '0.0.1',
  publisher: 'errata-test',
  license: 'MIT',
  engines: { vscode: '^1.110.0' },
  // Before the extension under test, which waits until the window is there.
  activationEvents: ['*'],
  main: './probe.cjs',
};

/** The test's end of the probe extension: what goes on inside the extension host of the window that was opened last. */
export class Probe implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connection: MessageConnection | undefined;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', socket => this.#attach(socket));
  }

  static async start(): Promise<Probe> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Probe(server);
  }

  /** Waits until the probe is active. A view that is opened earlier may bring the extension under test up before it. */
  async ready(): Promise<void> {
    await this.#attached();
  }

  async ask<M extends ProbeMethod>(
    method: M,
    ...[params]: ProbeRequests[M]['params'] extends null ? [] : [ProbeRequests[M]['params']]
  ): Promise<ProbeRequests[M]['result']> {
    const connection = await this.#attached();
    return connection.sendRequest(method, params ?? null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #attached(): Promise<MessageConnection> {
    return until('the probe in the extension host', async () => this.#connection, 60_000);
  }

  #attach(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    socket.on('close', () => {
      this.#sockets.delete(socket);
      connection.dispose();
      if (this.#connection === connection) this.#connection = undefined;
    });
    connection.listen();
    this.#connection = connection;
  }
}

/** Packs the probe extension below `folder` and returns the path of the VSIX. */
export async function packageProbe(folder: string): Promise<string> {
  const stage = join(folder, 'probe');
  await mkdir(stage, { recursive: true });
  await bundleForHost(fileURLToPath(new URL('extension.ts', import.meta.url)), join(stage, 'probe.cjs'));
  await writeFile(join(stage, 'package.json'), JSON.stringify(manifest));
  for (const name of ['README.md', 'LICENSE', '.vscodeignore']) await writeFile(join(stage, name), '');
  const packagePath = join(folder, 'probe.vsix');
  await createVSIX({ cwd: stage, packagePath, dependencies: false, allowMissingRepository: true });
  return packagePath;
}

/** One file that the extension host can load, as the extension itself is bundled. */
export async function bundleForHost(entry: string, out: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}
