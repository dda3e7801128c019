import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Ready, readySchema } from '@errata/protocol/center-record';
import type { projectSettingsSchema } from '@errata/protocol/project-settings';
import type { z } from 'zod';
import { firstLine, stop } from '../../examples/demo/errata.ts';

const program = fileURLToPath(new URL('../../log-center/src/main.ts', import.meta.url));
const clock = new URL('hours-ahead.ts', import.meta.url).href;

/** A log center in a process of its own, for which time may pass. */
export class AgingLogCenter implements AsyncDisposable {
  readonly #options: readonly string[];
  #process: ChildProcess;
  ready: Ready;

  private constructor(options: readonly string[], process: ChildProcess, ready: Ready) {
    this.#options = options;
    this.#process = process;
    this.ready = ready;
  }

  static async start(...options: readonly string[]): Promise<AgingLogCenter> {
    const process = run(options, 0);
    return new AgingLogCenter(options, process, await readyOf(process));
  }

  /** Is started again so many hours later than it is. */
  async wait(hours: number): Promise<void> {
    await stop(this.#process);
    this.#process = run(this.#options, hours);
    this.ready = await readyOf(this.#process);
  }

  /** Asks for what must succeed, in the form that it must have. @param path `/issues` */
  async get<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
    return schema.parse(JSON.parse(await this.#ask('GET', `/api/v1${path}`)));
  }

  async changeSettings(project: string, settings: z.input<typeof projectSettingsSchema>): Promise<void> {
    await this.#ask('PUT', `/api/v1/projects/${project}/settings`, settings);
  }

  /** What a deploy pipeline tells that speaks to Sentry. */
  async sentryDeploy(project: string, version: string): Promise<void> {
    const release = '/api/0/organizations/errata/releases/';
    await this.#ask('POST', release, { version, projects: [project] });
    await this.#ask('POST', `${release}${version}/deploys/`, { environment: 'production' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#process);
  }

  async #ask(method: string, path: string, json?: unknown): Promise<string> {
    const { url, token } = this.ready;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }
}

function run(options: readonly string[], hours: number): ChildProcess {
  return spawn(process.execPath, ['--import', clock, program, '--json', ...options], {
    env: { ...process.env, TEST_HOURS_AHEAD: String(hours) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readyOf(process: ChildProcess): Promise<Ready> {
  return readySchema.parse(JSON.parse(await firstLine(process)));
}
