import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Ready, readySchema } from '@errata/protocol/center-record';
import { type FixReport, fixReportSchema } from '@errata/protocol/cli';
import { deploymentSchema } from '@errata/protocol/deployment';
import type { Issue } from '@errata/protocol/issue';
import {
  issuePageSchema,
  type Project,
  projectListSchema,
  projectSchema,
} from '@errata/protocol/log-center-api';

const cli = fileURLToPath(new URL('../../agent/bin/errata.js', import.meta.url));

/** The command line, used as a person uses it, with a log center of its own in `folder`. */
export class Errata implements AsyncDisposable {
  readonly ready: Ready;
  readonly #server: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(server: ChildProcess, ready: Ready, env: NodeJS.ProcessEnv) {
    this.#server = server;
    this.ready = ready;
    this.#env = env;
  }

  /** Runs `errata serve`, following the log files `project=file`. */
  static async start(
    folder: string,
    follow: readonly string[],
    { leaseSeconds = 30 }: { leaseSeconds?: number } = {},
  ): Promise<Errata> {
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const options = ['--lease', String(leaseSeconds), ...follow.flatMap(source => ['--follow', source])];
    const server = spawn(
      process.execPath,
      [cli, 'serve', '--json', '--data', join(folder, 'log-center'), ...options],
      {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ready = readySchema.parse(JSON.parse(await firstLine(server)));
    return new Errata(server, ready, env);
  }

  /** The project of that name, with its DSN; made if there is none. */
  async project(slug: string): Promise<Project> {
    const { projects } = await this.#call('GET', '/projects', undefined, projectListSchema);
    return (
      projects.find(known => known.slug === slug) ?? this.#call('POST', '/projects', { slug }, projectSchema)
    );
  }

  async issues(project: string): Promise<readonly Issue[]> {
    return (await this.#call('GET', `/issues?project=${project}`, undefined, issuePageSchema)).issues;
  }

  /** Waits for an issue that is not among the known ones. */
  async nextIssue(project: string, known: ReadonlySet<string>): Promise<Issue> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const fresh = (await this.issues(project)).find(issue => !known.has(issue.id));
      if (fresh) return fresh;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`No error of ${project} arrived at the log center within 30 s.`);
  }

  /** Runs `errata fix --publish` on an issue; progress lines go to `progress`. */
  async fix(issue: string, repository: string, progress: (line: string) => void): Promise<FixReport> {
    const named = ['--issue', issue, '--repo', repository, '--log-center', this.ready.url];
    const child = spawn(process.execPath, [cli, 'fix', ...named, '--publish', '--json'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stderr }).on('line', progress);
    const [output] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
    const report = fixReportSchema.safeParse(JSON.parse(output));
    if (!report.success) throw new Error(`errata fix said: ${output}`);
    return report.data;
  }

  /** Runs `errata follow --once`: what became of the fixes of a repository is seen. */
  async follow(repository: string): Promise<void> {
    const child = spawn(
      process.execPath,
      [cli, 'follow', repository, '--log-center', this.ready.url, '--once'],
      {
        env: this.#env,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    await once(child, 'close');
  }

  /** Tells that a commit runs in production from now on, as a deploy pipeline does. */
  async deploy(project: string, commit: string): Promise<void> {
    await this.#call('POST', '/deployments', { project, commit }, deploymentSchema);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#server);
  }

  async #call<T>(
    method: string,
    path: string,
    json: unknown,
    schema: { parse(value: unknown): T },
  ): Promise<T> {
    const response = await fetch(`${this.ready.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.ready.token}`, 'content-type': 'application/json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }
}

/** The first line of a process's output; throws when it ends without one. */
export async function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout as Readable });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${code} before it was ready.`);
  });
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => undefined);
  return String(line);
}

/** Asks a process to end and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
