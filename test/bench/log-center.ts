import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ready, readySchema } from '@errata/protocol/center-record';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import { logCenterCommand } from '../../agent/src/center/process.ts';
import { buildExtension } from '../../extension/build.ts';
import { temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { ProcessGroup } from '../process/group.ts';
import type { Target } from './target.ts';

/** How long the number of events that can be seen may stand still before what is missing counts as lost. */
const stalledMilliseconds = 20_000;
const startMilliseconds = 20_000;

/** The bundle as it ships, in a folder that lasts as long as this. */
export async function buildLogCenter(): Promise<{ program: string } & AsyncDisposable> {
  const folder = await temporaryDirectory();
  await buildExtension(join(folder.path, 'dist'));
  // As the extension's own package says.
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}');
  return {
    program: join(folder.path, 'dist', 'log-center.mjs'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

export interface Seen {
  readonly events: number;
  readonly issues: number;
}

/** The bundled log center with an empty database of its own. */
export class LogCenter implements Target, AsyncDisposable {
  readonly name = 'errata';
  readonly ready: Ready;
  readonly pid: number;
  readonly #group: ProcessGroup;
  readonly #folder: { readonly path: string } & AsyncDisposable;

  private constructor(
    ready: Ready,
    pid: number,
    group: ProcessGroup,
    folder: { readonly path: string } & AsyncDisposable,
  ) {
    this.ready = ready;
    this.pid = pid;
    this.#group = group;
    this.#folder = folder;
  }

  static async start(program: string): Promise<LogCenter> {
    await using undo = new AsyncDisposableStack();
    const folder = undo.use(await temporaryDirectory());
    // As the agent starts it, but for the entry, which is the bundle and not the source.
    const usual = logCenterCommand([]);
    const flags = usual.argv.slice(0, -1);
    const options = ['--data', join(folder.path, 'data'), '--json', '--port', '0'];
    const group = ProcessGroup.start(usual.program, [...flags, program, ...options], {
      env: usual.environment,
      output: 'pipe',
    });
    undo.defer(() => group.stop());
    const { pid, stdout, stderr } = group.child;
    if (pid === undefined || stdout === null) throw new Error('The log center was not started.');
    stderr?.pipe(process.stderr, { end: false });
    const signal = AbortSignal.timeout(startMilliseconds);
    const line = once(createInterface({ input: stdout }), 'line', { signal }).then(([text]) => String(text));
    const first = await Promise.race([line, group.ended]);
    if (typeof first !== 'string') throw new Error(`The log center ended with ${first.code}.`);
    undo.move();
    return new LogCenter(readySchema.parse(JSON.parse(first)), pid, group, folder);
  }

  get envelopeUrl(): string {
    const dsn = new URL(this.ready.dsn);
    const query = `sentry_version=7&sentry_key=${dsn.username}&sentry_client=sentry.javascript.node%2F10.78.0`;
    return `${this.ready.url}/api${dsn.pathname}/envelope/?${query}`;
  }

  /** All events and issues that the API shows. */
  async seen(signal: AbortSignal): Promise<Seen> {
    const seen = { events: 0, issues: 0 };
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '200', ...(cursor !== undefined && { cursor }) });
      const headers = { authorization: `Bearer ${this.ready.token}` };
      const answer = await fetch(`${this.ready.url}/api/v1/issues?${query}`, { headers, signal });
      if (!answer.ok) throw new Error(`The log center answers ${answer.status} to its list of issues.`);
      const page = issuePageSchema.parse(await answer.json());
      seen.events += page.issues.reduce((sum, issue) => sum + issue.count, 0);
      seen.issues += page.issues.length;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return seen;
  }

  /** Waits until so many events can be seen, or no more appear. */
  async drained(events: number, signal: AbortSignal): Promise<Seen> {
    let seen = await this.seen(signal);
    let moved = performance.now();
    while (seen.events < events && performance.now() - moved < stalledMilliseconds) {
      await delay(100, undefined, { signal });
      const now = await this.seen(signal);
      if (now.events !== seen.events) moved = performance.now();
      seen = now;
    }
    return seen;
  }

  /** Bytes of everything that it keeps. */
  async stored(): Promise<number> {
    const files = await readdir(this.#folder.path, { recursive: true, withFileTypes: true });
    const sizes = files
      .filter(file => file.isFile())
      .map(async file => (await stat(join(file.parentPath, file.name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#group.stop();
    await this.#folder[Symbol.asyncDispose]();
  }
}
