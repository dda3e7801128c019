import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '../git/repository.ts';
import { askedFor, useCredentials } from './credentials.ts';
import { publish } from './publish.ts';

const secret = 'canary-5b1d9e40';

/** Git's own smart HTTP server, behind a password. */
class Forge implements AsyncDisposable {
  readonly #server: Server;
  readonly #root: string;
  /** Called with every request that had the password. */
  onAuthorized: () => Promise<void> = async () => undefined;

  private constructor(root: string) {
    this.#root = root;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(root: string): Promise<Forge> {
    const forge = new Forge(root);
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
    const wanted = `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`;
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

describe('the credential of a push', () => {
  let folder: string;
  let checkout: string;
  let forge: Forge;
  let base: string;
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-credentials-'));
    checkout = join(folder, "it's here");
    git(folder, 'init', '-q', '--bare', 'remote.git');
    git(join(folder, 'remote.git'), 'config', 'http.receivepack', 'true');
    await mkdir(checkout);
    git(checkout, 'init', '-q', '-b', 'main');
    await writeFile(join(checkout, 'a.js'), 'one\n');
    git(checkout, 'add', '.');
    git(checkout, 'commit', '-qm', 'start');
    base = git(checkout, 'rev-parse', 'HEAD');
    forge = await Forge.start(folder);
    git(checkout, 'remote', 'add', 'origin', `http://${forge.host}/remote.git`);
    // Whatever helpers the person of this machine has are not to be asked.
    git(checkout, 'config', 'credential.helper', '');
  });
  afterEach(async () => {
    useCredentials({ hosts: [], ask: async () => undefined });
    await forge[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const push = async () =>
    publish(await Repository.open(checkout), {
      branch: 'errata/a-1',
      base,
      changes: [{ path: 'a.js', before: 'one\n', after: 'two\n' }],
      message: 'fix: two\n',
      date: '2026-03-01T10:00:00.000Z',
      request: { title: 'fix: two', body: 'Two.' },
    });

  it('is asked for where the remote wants one, and is seen in no process', async () => {
    const asked: string[] = [];
    const seen: string[] = [];
    let looked = 0;
    useCredentials({
      hosts: [forge.host],
      ask: async url => {
        asked.push(url);
        return { username: 'ada', password: secret };
      },
    });
    forge.onAuthorized = async () => {
      for (const pid of process.platform === 'linux' ? await readdir('/proc') : []) {
        if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
        for (const file of ['cmdline', 'environ']) {
          const text = await readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
          if (text.includes('remote-http')) looked++;
          if (text.includes(secret)) seen.push(`${pid} ${file}`);
        }
      }
    };
    const { branch, commit } = await push();
    assert.equal(git(join(folder, 'remote.git'), 'rev-parse', branch), commit);
    assert.ok(asked.length > 0 && asked.every(url => url === `http://${forge.host}`), asked.join());
    assert.deepEqual(seen, []);
    if (process.platform === 'linux') assert.ok(looked > 0, 'git was not seen at all');
  });

  it('is not asked for where the person has nothing for that host, or says no', async () => {
    let asked = 0;
    const no = async () => {
      asked++;
      return undefined;
    };
    useCredentials({ hosts: ['github.com'], ask: no });
    await assert.rejects(push(), { reason: 'push-refused' });
    assert.equal(asked, 0);
    useCredentials({ hosts: [forge.host], ask: no });
    await assert.rejects(push(), { reason: 'push-refused' });
    assert.equal(asked, 1);
  });

  it('goes to the named hosts alone, and never in the clear', () => {
    const asks = (text: string) => askedFor(text, ['github.com', 'localhost:80']);
    assert.equal(asks('protocol=https\nhost=github.com\n'), 'https://github.com');
    assert.equal(asks('protocol=http\nhost=localhost:80\n'), 'http://localhost:80');
    for (const text of [
      'protocol=http\nhost=github.com\n',
      'protocol=https\nhost=github.com.evil.example\n',
      'protocol=https\nhost=evil.example\npath=github.com\n',
      'host=github.com\n',
      '',
    ])
      assert.equal(asks(text), undefined, text);
  });
});
