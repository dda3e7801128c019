import { spawn } from 'node:child_process';
import type { IncomingHttpHeaders } from 'node:http';
import { basename, dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gitEnv } from './bare-repository.ts';
import type { Account, Kind, Repo } from './model.ts';
import { noticePush } from './pulls.ts';
import { pathOf, type World } from './world.ts';

export interface GitRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface GitAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const place = /^\/(.{1,500}?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/;

export function isGitPath(path: string): boolean {
  return place.test(path);
}

/** Git's smart HTTP by git's own server, behind the forge's accounts and rights. */
export async function serveGit(world: World, request: GitRequest): Promise<GitAnswer> {
  const [, path = '', service = ''] = place.exec(request.path) ?? [];
  const repo = world.repo(path);
  const writes = `${service}${request.search}`.includes('git-receive-pack');
  const { authorization } = request.headers;
  const account = accountOf(world, authorization);
  if (authorization !== undefined && !account) return refused(world.kind, 'password');
  if (!repo || !world.may(repo, account, 'read')) {
    return account ? plain(404, notFound(world.kind)) : refused(world.kind, 'none');
  }
  if (writes && !account) return refused(world.kind, 'none');
  if (writes && account && (account.readOnly || !world.may(repo, account, 'write'))) {
    return plain(403, denied(world.kind, repo, account));
  }
  const answer = await backend(request, repo, service, account);
  if (service === '/git-receive-pack' && account) await noticePush(world, repo, account);
  return answer;
}

/** Forges take a token for the password, some for the name. */
function accountOf(world: World, authorization: string | undefined): Account | undefined {
  const [scheme, value = ''] = authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'basic') return world.accountOf(value);
  const [name = '', password = ''] = Buffer.from(value, 'base64').toString().split(':');
  return world.accountOf(password) ?? world.accountOf(name);
}

async function backend(request: GitRequest, repo: Repo, service: string, account: Account | undefined) {
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnv(account),
      GIT_PROJECT_ROOT: dirname(repo.git.folder),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${basename(repo.git.folder)}${service}`,
      QUERY_STRING: request.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: String(request.body.length),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      ...(account && { REMOTE_USER: account.login }),
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.body);
  child.stderr.resume();
  const said = await buffer(child.stdout);
  const end = said.indexOf('\r\n\r\n');
  const headers: Record<string, string> = {};
  for (const line of said.subarray(0, end).toString().split('\r\n')) {
    const [name = '', value = ''] = line.split(': ');
    headers[name.toLowerCase()] = value;
  }
  const { status = '200', ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: said.subarray(end + 4) };
}

function plain(status: number, text: string, headers: Record<string, string> = {}): GitAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: Buffer.from(text),
  };
}

function refused(kind: Kind, had: 'none' | 'password'): GitAnswer {
  const words: Readonly<Record<Kind, string>> = {
    github: had === 'none' ? 'No anonymous write access.' : 'Invalid username or token.',
    gitlab: 'HTTP Basic: Access denied. If a password was provided for Git authentication, it was incorrect.',
    gitea: 'Unauthorized',
  };
  return plain(401, `${words[kind]}\n`, { 'www-authenticate': `Basic realm="${kind}"` });
}

function notFound(kind: Kind): string {
  return kind === 'gitlab'
    ? "The project you were looking for could not be found or you don't have permission to view it.\n"
    : kind === 'github'
      ? 'Repository not found.\n'
      : 'Not found\n';
}

function denied(kind: Kind, repo: Repo, { login }: Account): string {
  const words: Readonly<Record<Kind, string>> = {
    github: `Permission to ${pathOf(repo)}.git denied to ${login}.`,
    gitlab: 'You are not allowed to push code to this project.',
    gitea: 'User permission denied for writing.',
  };
  return `${words[kind]}\n`;
}
