import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that only this machine reaches, for what a test puts behind it. What fails in it breaks its connection off. */
export abstract class LocalServer implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  protected abstract serve(request: IncomingMessage, response: ServerResponse): Promise<void>;

  protected async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A test that fails before it has disposed of it is to end all the same.
    this.#server.unref();
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
