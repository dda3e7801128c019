import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { issueSchema } from '@errata/protocol/issue';
import {
  acceptedEventSchema,
  type IssueDetail,
  issueDetailSchema,
  issuePageSchema,
  type Project,
  projectListSchema,
  projectSchema,
  runDetailSchema,
  startedRunSchema,
} from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import { type Decision, type Run, type RunEvent, type RunStage, runSchema } from '@errata/protocol/run';
import type { z } from 'zod';
import { LogCenterError, type LogCenterReason } from './error.ts';

const branchable: ReadonlySet<string> = new Set<LogCenterReason>([
  'lease-held',
  'lease-lost',
  'version-conflict',
  'transition-refused',
]);

/** One log center over HTTP. Every answer is parsed; every failure is a LogCenterError. */
export class LogCenterClient {
  readonly url: string;
  readonly #token: string;

  constructor(access: { url: string; token: string }) {
    this.url = access.url.replace(/\/+$/, '');
    this.#token = access.token;
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  issues(query: {
    status?: IssueStatus | undefined;
    project?: string | undefined;
    limit?: number | undefined;
    cursor?: string | undefined;
  }): Promise<z.infer<typeof issuePageSchema>> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(name, String(value));
    }
    return this.#call('GET', `/issues?${parameters}`, issuePageSchema);
  }

  issue(id: string, signal?: AbortSignal): Promise<IssueDetail> {
    return this.#call('GET', `/issues/${encodeURIComponent(id)}`, issueDetailSchema, { signal });
  }

  changeStatus(
    id: string,
    change: { to: IssueStatus; version: number; by: string; reason?: string },
  ): Promise<Issue> {
    return this.#call('POST', `/issues/${encodeURIComponent(id)}/status`, issueSchema, { json: change });
  }

  /** Stores an event given as Sentry JSON, an envelope or the text of a trace; answers its issue. */
  addEvent(body: Uint8Array, project: string): Promise<{ event: string; issue: string }> {
    return this.#call('POST', `/events?project=${encodeURIComponent(project)}`, acceptedEventSchema, {
      body,
      type: 'text/plain',
    });
  }

  async projects(): Promise<Project[]> {
    return (await this.#call('GET', '/projects', projectListSchema)).projects;
  }

  /** The project with this slug; made if there is none. */
  async project(slug: string): Promise<Project> {
    const known = (await this.projects()).find(project => project.slug === slug);
    return known ?? (await this.#call('POST', '/projects', projectSchema, { json: { slug } }));
  }

  startRun(issue: string, holder: string): Promise<{ run: Run; resumed: boolean }> {
    return this.#call('POST', `/issues/${encodeURIComponent(issue)}/runs`, startedRunSchema, {
      json: { holder },
    });
  }

  run(id: string): Promise<z.infer<typeof runDetailSchema>> {
    return this.#call('GET', `/runs/${encodeURIComponent(id)}`, runDetailSchema);
  }

  saveRun(
    id: string,
    state: { fence: number; version: number; stage: RunStage; snapshot: unknown; events: RunEvent[] },
  ): Promise<Run> {
    return this.#call('PUT', `/runs/${encodeURIComponent(id)}`, runSchema, { json: state });
  }

  renewLease(id: string, fence: number): Promise<Run> {
    return this.#call('POST', `/runs/${encodeURIComponent(id)}/lease`, runSchema, { json: { fence } });
  }

  endRun(
    id: string,
    end: { fence: number; outcome: 'published' | 'failed' | 'cancelled' | 'released'; reason: string },
  ): Promise<Run> {
    return this.#call('POST', `/runs/${encodeURIComponent(id)}/end`, runSchema, { json: end });
  }

  decide(id: string, version: number, decision: Decision): Promise<Run> {
    return this.#call('POST', `/runs/${encodeURIComponent(id)}/decisions`, runSchema, {
      json: { version, decision },
    });
  }

  async #call<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    options: { json?: unknown; body?: Uint8Array; type?: string; signal?: AbortSignal | undefined } = {},
  ): Promise<z.infer<S>> {
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const type = options.type ?? 'application/json';
    const timeout = AbortSignal.timeout(15_000);
    let response: Response;
    try {
      response = await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: body === undefined ? this.headers : { ...this.headers, 'content-type': type },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      });
    } catch (cause) {
      throw new LogCenterError(
        'unreachable',
        `The log center at ${this.url} does not answer. Is it running? Start one with "errata serve".`,
        { cause },
      );
    }
    const text = await response.text();
    if (!response.ok) throw refusal(this.url, response.status, text);
    const parsed = schema.safeParse(jsonOrUndefined(text));
    if (!parsed.success) {
      throw new LogCenterError(
        'bad-answer',
        `The log center at ${this.url} gave an answer that is not understood.`,
        {
          cause: parsed.error,
        },
      );
    }
    return parsed.data;
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(url: string, status: number, text: string): LogCenterError {
  const problem = problemSchema.safeParse(jsonOrUndefined(text));
  const detail = problem.success ? problem.data.detail : text.slice(0, 200);
  if (status === 401 || status === 403) {
    return new LogCenterError('unauthorized', `The log center at ${url} refused the token: ${detail}`);
  }
  if (problem.success && branchable.has(problem.data.reason)) {
    return new LogCenterError(problem.data.reason as LogCenterReason, detail);
  }
  return new LogCenterError(status === 404 ? 'not-found' : 'refused', detail || `HTTP ${status}`);
}
