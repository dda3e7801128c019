import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Credential {
  readonly username: string;
  readonly password: string;
}

/** Whoever can ask the person, such as an editor with its sign-in. */
export interface CredentialSource {
  /** Hosts that it may have an answer for, with their port where that is not the usual one. */
  readonly hosts: readonly string[];
  ask(url: string): Promise<Credential | undefined>;
}

let source: CredentialSource | undefined;

/** Lets pushes of this process ask there for what git's own helpers do not know, and its questions to forges. */
export function useCredentials(wanted: CredentialSource): void {
  source = wanted;
}

/** What there is for a forge at `https://github.com`, if it may be asked for. */
export async function credentialFor(origin: string): Promise<Credential | undefined> {
  if (source === undefined) return undefined;
  const { protocol, host } = new URL(origin);
  const url = askedFor(`protocol=${protocol.slice(0, -1)}\nhost=${host}\n`, source.hosts);
  return url === undefined ? undefined : source.ask(url);
}

/** A door through which git asks for a credential while it talks to a remote. */
export interface CredentialDoor extends AsyncDisposable {
  /** To stand before the name of a git command. */
  readonly options: readonly string[];
}

/** What git runs: it passes the question on to the door and the answer back, and knows nothing itself. */
const passOn =
  "if(process.argv[2]!=='get')process.exit();const s=require('net').connect(process.argv[1]);s.on('error',()=>process.exit());process.stdin.pipe(s);s.pipe(process.stdout)";

/**
 * Opens the door. Git asks its own helpers first, and here only when none of them has an answer and the remote wants one. The
 * secret goes over a socket in a folder of our own: no argument, variable or file ever holds it.
 *
 * @param more what is known where the person's editor has nothing
 */
export async function openCredentialDoor(more?: CredentialSource): Promise<CredentialDoor> {
  const sources = [source, more].filter(each => each !== undefined);
  if (sources.length === 0) return { options: [], [Symbol.asyncDispose]: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'errata-push-'));
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replace(/\W/g, '-')}` : join(folder, 'door');
  const server = createServer({ allowHalfOpen: true }, socket => {
    socket.on('error', () => undefined);
    answer(socket, sources).catch(() => socket.destroy());
  });
  server.listen(address);
  await once(server, 'listening');
  const words = [process.execPath, '-e', passOn, address].map(quoted).join(' ');
  return {
    options: ['-c', `credential.helper=!ELECTRON_RUN_AS_NODE=1 ${words}`],
    async [Symbol.asyncDispose]() {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answer(socket: Socket, sources: readonly CredentialSource[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) chunks.push(chunk);
  const question = Buffer.concat(chunks).toString('utf8');
  let credential: Credential | undefined;
  for (const { hosts, ask } of sources) {
    const url = askedFor(question, hosts);
    if (url !== undefined) credential ??= await ask(url);
  }
  const { username, password } = credential ?? {};
  const plain = [username, password].every(word => word !== undefined && /^[\x21-\x7e]+$/.test(word));
  socket.end(plain ? `username=${username}\npassword=${password}\n` : '');
}

/** The origin that git asks about, if it is one that may be answered: a secret never goes out in the clear. */
export function askedFor(description: string, hosts: readonly string[]): string | undefined {
  const said = new Map(
    description.split('\n').map(line => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const host = said.get('host')?.toLowerCase() ?? '';
  const isLocal = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host);
  const protocol = said.get('protocol');
  if (!hosts.includes(host) || !(protocol === 'https' || (protocol === 'http' && isLocal))) return undefined;
  return `${protocol}://${host}`;
}

/** For the shell that git runs helpers in. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
