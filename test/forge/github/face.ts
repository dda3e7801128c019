import { createHash, randomUUID } from 'node:crypto';
import { type Answer, type Call, type Face, Fields, Params, type Routes, route } from '../call.ts';
import { answerOf } from '../faults.ts';
import { type Account, Refusal } from '../model.ts';
import type { World } from '../world.ts';
import { Description } from './description.ts';
import { graphql } from './graphql.ts';
import { pullRoutes } from './pull-routes.ts';
import { repositoryRoutes } from './repository-routes.ts';
import { GitHubShapes } from './shapes.ts';
import { logAt, talkRoutes } from './talk-routes.ts';

/** GitHub's API, as GitHub Enterprise has it. */
export class GitHubFace implements Face {
  readonly #world: World;
  readonly #routes: Routes;
  readonly #shapes: GitHubShapes;
  readonly #violations: string[];

  /** @param violations gets what GitHub's own description says against a request, or against an answer of ours */
  constructor(world: World, origin: string, violations: string[]) {
    this.#world = world;
    this.#violations = violations;
    this.#shapes = new GitHubShapes(world, origin);
    this.#routes = {
      ...repositoryRoutes(world, this.#shapes),
      ...pullRoutes(world, this.#shapes),
      ...talkRoutes(world, this.#shapes),
    };
  }

  async answer(request: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer> {
    if (!request.path.startsWith('/api/')) return elsewhere(this.#world, request.path);
    const answer = await this.#answer(request);
    const tag = `"${createHash('sha256')
      .update(JSON.stringify(answer.body ?? ''))
      .digest('hex')}"`;
    const headers = {
      'x-github-request-id': randomUUID(),
      'x-github-enterprise-version': '3.19.0',
      ...{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-used': '1' },
      ...{ 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600), 'x-ratelimit-resource': 'core' },
      ...answer.headers,
    };
    const same =
      request.method === 'GET' && answer.status === 200 && request.headers['if-none-match'] === tag;
    return same
      ? { status: 304, headers: { ...headers, etag: tag } }
      : { ...answer, headers: { ...headers, etag: tag } };
  }

  async #answer(request: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer> {
    const { method, text, headers, query } = request;
    const account = this.#accountOf(headers.authorization);
    if (headers.authorization !== undefined && !account) return answerOf('github', 'bad-token');
    try {
      const body = Fields.parse(text);
      if (request.path === '/api/graphql') {
        return await graphql(this.#world, { ...request, account, body, params: new Params() });
      }
      const path = request.path.replace(/^\/api\/v3(?=\/)/, '');
      const wrong = path === request.path ? undefined : Description.get().fault(method, path, query, text);
      if (wrong !== undefined) {
        this.#violations.push(wrong);
        return { status: 500, body: { message: wrong } };
      }
      const found = path === request.path ? undefined : route(this.#routes, method, path);
      if (!found) return answerOf('github', 'not-found');
      if (account?.readOnly && method !== 'GET') return answerOf('github', 'missing-scope');
      const answer = await found.handler({ ...request, account, body, params: found.params });
      const fault = Description.get().answerFault(method, path, answer.status, answer.body);
      if (fault !== undefined) this.#violations.push(fault);
      return answer;
    } catch (error) {
      if (error instanceof SyntaxError) return said(400, 'Problems parsing JSON');
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }

  #accountOf(authorization: string | undefined): Account | undefined {
    const [, token] = /^(?:token|bearer) (\S{1,200})$/i.exec(authorization ?? '') ?? [];
    return token === undefined ? undefined : this.#world.accountOf(token);
  }
}

/** Pages, of which there are none, and the logs of jobs. */
function elsewhere(world: World, path: string): Answer {
  const log = path.startsWith('/_logs/') ? logAt(world, path) : undefined;
  return log === undefined ? { status: 404, body: 'Not Found' } : { status: 200, body: log };
}

function said(status: number, message: string, more: object = {}): Answer {
  return {
    status,
    body: { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}

function invalid(...errors: readonly object[]): Answer {
  return said(422, 'Validation Failed', { errors });
}

function refused({ reason, detail }: Refusal): Answer {
  const pull = { resource: 'PullRequest' };
  switch (reason) {
    case 'not-found':
      return said(404, detail || 'Not Found');
    case 'unauthorized':
      return said(401, 'Requires authentication');
    case 'forbidden':
      return said(403, detail || 'Must have push access to repository');
    case 'exists':
      return invalid({ ...pull, code: 'custom', message: `A pull request already exists for ${detail}.` });
    case 'no-commits':
      return invalid({ ...pull, code: 'custom', message: `No commits between ${detail}` });
    case 'unknown-branch':
      return invalid({ ...pull, field: detail, code: 'invalid' });
    case 'not-mergeable':
      return said(405, 'Pull Request is not mergeable');
    case 'style-not-allowed':
      return said(
        405,
        `${detail[0]?.toUpperCase()}${detail.slice(1)} merges are not allowed on this repository.`,
      );
    case 'head-moved':
      return said(409, 'Head branch was modified. Review and try the merge again.');
    case 'not-collaborator':
      return said(
        422,
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
      );
    case 'invalid':
      return said(422, detail || 'Validation Failed');
  }
}
