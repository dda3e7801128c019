import type { createdTokenSchema, createTokenSchema, Token } from '@errata/protocol/access';
import { centerRoutes, type RouteAnswer, type RouteName } from '@errata/protocol/center-routes';
import type { Issue, IssueSort, IssueStatus } from '@errata/protocol/issue';
import { jsonOf } from '@errata/protocol/lenient';
import {
  acceptedEventSchema,
  type IssueCounts,
  type IssueDetail,
  type issuePageSchema,
  type Project,
  type runDetailSchema,
} from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import type { IssueReleases, Release } from '@errata/protocol/release';
import type { Decision, Run, RunEvent, RunStage } from '@errata/protocol/run';
import type { IssueStats } from '@errata/protocol/stats';
import { t } from '@vscode/l10n';
import type { z } from 'zod';
import { LogCenterError, type LogCenterReason } from './error.ts';
import { exchange } from './exchange.ts';
import { type Call, FollowClient, type Sent } from './follow-client.ts';
import { ModelsClient } from './models-client.ts';

const branchable: ReadonlySet<string> = new Set<LogCenterReason>([
  'lease-held',
  'lease-lost',
  'version-conflict',
  'transition-refused',
  'pull-request-ended',
  'round-superseded',
  'round-ended',
]);

/** One log center over HTTP. Every answer is parsed; every failure is a LogCenterError. */
export class LogCenterClient {
  readonly url: string;
  readonly #token: string;
  /** Fixes from their pull request on. */
  readonly follow: FollowClient;
  /** Calls of models. */
  readonly models: ModelsClient;

  constructor(access: { url: string; token: string }) {
    this.url = access.url.replace(/\/+$/, '');
    this.#token = access.token;
    const call: Call = (name, parameters, sent) => this.#call(name, parameters, sent);
    this.follow = new FollowClient(call);
    this.models = new ModelsClient(call);
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  issues(query: {
    status?: IssueStatus | undefined;
    project?: string | undefined;
    /** `status:new level:error release:1.2 words` */
    q?: string | undefined;
    sort?: IssueSort | undefined;
    limit?: number | undefined;
    cursor?: string | undefined;
  }): Promise<z.infer<typeof issuePageSchema>> {
    return this.#call('listIssues', {}, { query });
  }

  /** How many issues have each status. */
  async issueCounts(query: { project?: string; q?: string }): Promise<IssueCounts> {
    return (await this.#call('countIssues', {}, { query })).counts;
  }

  issue(id: string, signal?: AbortSignal): Promise<IssueDetail> {
    return this.#call('readIssue', { id }, { signal });
  }

  async releases(query: { version?: string; project?: string }, signal?: AbortSignal): Promise<Release[]> {
    return (await this.#call('listReleases', {}, { query, signal })).releases;
  }

  /** The releases that an issue was seen in, and the last one without it. */
  releasesOfIssue(id: string, signal?: AbortSignal): Promise<IssueReleases> {
    return this.#call('readIssueReleases', { id }, { signal });
  }

  stats(id: string, signal?: AbortSignal): Promise<IssueStats> {
    return this.#call('readStats', { id }, { signal });
  }

  changeStatus(
    id: string,
    change: { to: IssueStatus; version: number; by: string; reason?: string },
  ): Promise<Issue> {
    return this.#call('changeStatus', { id }, { json: change });
  }

  /** Sets an issue aside until it happens again, or takes that back. */
  ignore(id: string, wish: { ignored: boolean; by: string }): Promise<Issue> {
    return this.#call('ignoreIssue', { id }, { json: wish });
  }

  /** Stores an event given as Sentry JSON, an envelope or the text of a trace; answers its issue. */
  addEvent(body: Uint8Array, project: string): Promise<{ event: string; issue: string }> {
    const path = `/events?project=${encodeURIComponent(project)}`;
    const sent = { body: new Uint8Array(body), type: 'text/plain' };
    return this.#send('POST', path, acceptedEventSchema, sent);
  }

  async projects(): Promise<Project[]> {
    return (await this.#call('listProjects', {})).projects;
  }

  /** The project with this slug; made if there is none. */
  async project(slug: string): Promise<Project> {
    const known = (await this.projects()).find(project => project.slug === slug);
    return known ?? (await this.#call('createProject', {}, { json: { slug } }));
  }

  async tokens(): Promise<Token[]> {
    return (await this.#call('listTokens', {})).tokens;
  }

  /** The secret of the new token is told this once. */
  createToken(wanted: z.input<typeof createTokenSchema>): Promise<z.infer<typeof createdTokenSchema>> {
    return this.#call('createToken', {}, { json: wanted });
  }

  revokeToken(id: number): Promise<Token> {
    return this.#call('revokeToken', { token: String(id) });
  }

  startRun(issue: string, holder: string): Promise<{ run: Run; resumed: boolean }> {
    return this.#call('startRun', { id: issue }, { json: { holder } });
  }

  run(id: string): Promise<z.infer<typeof runDetailSchema>> {
    return this.#call('readRun', { id });
  }

  saveRun(
    id: string,
    state: { fence: number; version: number; stage: RunStage; snapshot: unknown; events: RunEvent[] },
  ): Promise<Run> {
    return this.#call('saveRun', { id }, { json: state });
  }

  renewLease(id: string, fence: number): Promise<Run> {
    return this.#call('renewLease', { id }, { json: { fence } });
  }

  endRun(
    id: string,
    end: { fence: number; outcome: 'published' | 'failed' | 'cancelled' | 'released'; reason: string },
  ): Promise<Run> {
    return this.#call('endRun', { id }, { json: end });
  }

  decide(id: string, version: number, decision: Decision): Promise<Run> {
    return this.#call('decideRun', { id }, { json: { version, decision } });
  }

  /** A page of what people decided in a project, newest first. */
  decisions(
    project: string,
    cursor: number | undefined,
    signal?: AbortSignal,
  ): Promise<RouteAnswer<'listDecisions'>> {
    return this.#call('listDecisions', { slug: project }, { query: { limit: 100, cursor }, signal });
  }

  /** Asks for one operation of the contract. */
  async #call<Name extends RouteName>(
    name: Name,
    parameters: Readonly<Record<string, string>>,
    { query = {}, json, signal }: Sent = {},
  ): Promise<RouteAnswer<Name>> {
    const { method, path, answer } = centerRoutes[name];
    const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(parameters[key] ?? ''));
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
    const body = json === undefined ? {} : { body: JSON.stringify(json), type: 'application/json' };
    const target = search.size === 0 ? filled : `${filled}?${search}`;
    return (await this.#send(method, target, answer, { ...body, signal })) as RouteAnswer<Name>;
  }

  async #send<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    {
      body,
      type,
      signal,
    }: { body?: string | Uint8Array<ArrayBuffer>; type?: string; signal?: AbortSignal | undefined },
  ): Promise<z.infer<S>> {
    const timeout = AbortSignal.timeout(15_000);
    let answer: { status: number; text: string };
    try {
      answer = await exchange(`${this.url}/api/v1${path}`, {
        method,
        headers: { ...this.headers, ...(type !== undefined && { 'content-type': type }) },
        body,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new LogCenterError(
        'unreachable',
        t('The log center at {0} does not answer. Is it running? Start one with "errata serve".', this.url),
        { cause },
      );
    }
    const { status, text } = answer;
    if (status < 200 || status > 299) throw refusal(this.url, status, text);
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) {
      throw new LogCenterError(
        'bad-answer',
        t('The log center at {0} gave an answer that is not understood.', this.url),
        {
          cause: parsed.error,
        },
      );
    }
    return parsed.data;
  }
}

function refusal(url: string, status: number, text: string): LogCenterError {
  const problem = problemSchema.safeParse(jsonOf(text));
  const detail = problem.success ? problem.data.detail : text.slice(0, 200);
  if (status === 401 || status === 403) {
    return new LogCenterError('unauthorized', t('The log center at {0} refused the token: {1}', url, detail));
  }
  if (problem.success && branchable.has(problem.data.reason)) {
    return new LogCenterError(problem.data.reason as LogCenterReason, detail);
  }
  return new LogCenterError(status === 404 ? 'not-found' : 'refused', detail || `HTTP ${status}`);
}
