import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Git's own smart HTTP server, behind a password. For tests. */
export class ScratchForge implements AsyncDisposable {
  readonly #server: Server;
  readonly #root: string;
  readonly #password: string;
  /** Called with every request that had the password. */
  onAuthorized: () => Promise<void> = async () => undefined;

  private constructor(root: string, password: string) {
    this.#root = root;
    this.#password = password;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Serves the repositories in `root` to `ada` with this password. */
  static async start(root: string, password: string): Promise<ScratchForge> {
    const forge = new ScratchForge(root, password);
    forge.#server.listen(0, '127.0.0.1');
    await once(forge.#server, 'listening');
    return forge;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = `Basic ${Buffer.from(`ada:${this.#password}`).toString('base64')}`;
    if (request.headers.authorization !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    await this.onAuthorized();
    const { pathname, search } = new URL(request.url ?? '/', 'http://forge');
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: '1',
        REMOTE_USER: 'ada',
        REQUEST_METHOD: request.method ?? 'GET',
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        ...(request.headers['content-encoding'] && {
          HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        }),
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of backend.stdout) chunks.push(chunk);
    const said = Buffer.concat(chunks);
    const end = said.indexOf('\r\n\r\n');
    for (const line of said.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(said.subarray(end + 4));
  }
}
