import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { access, chown, constants, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { eventually } from './temporary.ts';

/** Where Debian's packages put the programs of each version. */
const debian = '/usr/lib/postgresql';
/** What makes a database durable makes tests slow. */
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=60'];
/** PostgreSQL refuses to run as root: who runs it instead. */
const lesserUsers = ['postgres', 'nobody'];
/** Of util-linux: ends a program when the process that started it dies, however it dies. */
const guard = '/usr/bin/setpriv';

/** A database for one test. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
}

/** A PostgreSQL server of our own, with nothing in it. */
export interface PostgresServer {
  /** A new database, like one that exists if that is named; nobody may be connected to that one. */
  database(template?: string): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/** Starts a server in a temporary directory, or says why there is none. */
export async function startPostgres(): Promise<PostgresServer | string> {
  const programs = await findPrograms();
  if (programs === undefined) return 'PostgreSQL is not installed';
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await lesserUser() : undefined;
  if (isRoot && owner === undefined) return `there is none of the users ${lesserUsers.join(', ')}`;
  const home = await mkdtemp(join(tmpdir(), 'errata-postgres-'));
  try {
    if (owner !== undefined) await chown(home, owner.uid, owner.gid);
    return await startIn(home, programs, owner);
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(home: string, programs: string, owner: User | undefined): Promise<PostgresServer> {
  const data = join(home, 'data');
  const making = ['-D', data, '-U', 'errata', '-A', 'trust', '-E', 'UTF8', '-N'];
  await finished(await run(owner, join(programs, 'initdb'), making));
  const options = settings.flatMap(setting => ['-c', setting]);
  const server = await run(owner, join(programs, 'postgres'), ['-D', data, '-k', home, '-h', '', ...options]);
  const said = outputOf(server);
  const cleanUp = () => {
    server.kill('SIGQUIT');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', cleanUp);
  const stop = async () => {
    process.off('exit', cleanUp);
    const ended = server.exitCode === null ? once(server, 'exit') : undefined;
    server.kill('SIGINT');
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  const url = (name: string) => `postgres://errata@localhost/${name}?host=${encodeURIComponent(home)}`;
  await eventually(() => connects(url('postgres')), 30_000).catch(async error => {
    await stop();
    throw new Error(`PostgreSQL does not start: ${said.join('')}`, { cause: error });
  });
  let databases = 0;
  return {
    stop,
    async database(template = 'template0') {
      const name = `test_${++databases}`;
      await command(url('postgres'), `create database ${name} template ${template}`);
      const drop = `drop database if exists ${name} with (force)`;
      return { name, url: url(name), [Symbol.asyncDispose]: () => command(url('postgres'), drop) };
    },
  };
}

/** Does one thing over a connection of its own. */
async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function connects(url: string): Promise<true | undefined> {
  return command(url, 'select 1').then(
    () => true,
    () => undefined,
  );
}

async function findPrograms(): Promise<string | undefined> {
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(debian, version, 'bin'));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  for (const folder of [...newestFirst, ...path]) {
    if (await isProgram(join(folder, 'initdb'))) return folder;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

async function lesserUser(): Promise<User | undefined> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'));
  for (const wanted of lesserUsers) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

async function run(
  owner: User | undefined,
  program: string,
  options: readonly string[],
): Promise<ChildProcess> {
  const guarded = (await isProgram(guard)) ? [guard, '--pdeathsig', 'SIGQUIT', program] : [program];
  const [first = program, ...rest] = [...guarded, ...options];
  return spawn(first, rest, {
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...owner,
  });
}

async function finished(child: ChildProcess): Promise<void> {
  const said = outputOf(child);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}: ${said.join('')}`);
}

function outputOf(child: ChildProcess): readonly string[] {
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  return said;
}
