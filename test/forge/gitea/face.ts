import { type Answer, type Call, type Face, Fields, type Routes, route } from '../call.ts';
import { answerOf } from '../faults.ts';
import { type Account, Refusal } from '../model.ts';
import type { World } from '../world.ts';
import { pullRoutes } from './pull-routes.ts';
import { repositoryRoutes } from './repository-routes.ts';
import { GiteaShapes } from './shapes.ts';
import { talkRoutes } from './talk-routes.ts';

export class GiteaFace implements Face {
  readonly #world: World;
  readonly #routes: Routes;
  readonly #swagger: string;

  constructor(world: World, origin: string) {
    this.#world = world;
    this.#swagger = `${origin}/api/swagger`;
    const shapes = new GiteaShapes(world, origin);
    this.#routes = {
      ...repositoryRoutes(world, shapes),
      ...pullRoutes(world, shapes),
      ...talkRoutes(world, shapes),
    };
  }

  async answer(request: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer> {
    const { method, headers, text } = request;
    const path = request.path.replace(/^\/api\/v1(?=\/)/, '');
    const found = path === request.path ? undefined : route(this.#routes, method, path);
    if (!found) return { status: 404, body: 'Not found.' };
    const account = this.#accountOf(headers.authorization);
    if (headers.authorization !== undefined && !account) return answerOf('gitea', 'bad-token');
    if (account?.readOnly && method !== 'GET') return answerOf('gitea', 'missing-scope');
    try {
      return await found.handler({ ...request, account, body: Fields.parse(text), params: found.params });
    } catch (error) {
      if (error instanceof SyntaxError) return this.#said(422, `[]: ${error.message}`);
      if (error instanceof Refusal) return this.#refused(error);
      throw error;
    }
  }

  #accountOf(authorization: string | undefined): Account | undefined {
    const [, scheme = '', value = ''] = /^(token|bearer|basic) (\S{1,400})$/i.exec(authorization ?? '') ?? [];
    if (scheme.toLowerCase() !== 'basic') return this.#world.accountOf(value);
    const [name = '', password = ''] = Buffer.from(value, 'base64').toString().split(':');
    return this.#world.accountOf(password) ?? this.#world.accountOf(name);
  }

  #said(status: number, message: string): Answer {
    return { status, body: { message, url: this.#swagger } };
  }

  #refused({ reason, detail }: Refusal): Answer {
    switch (reason) {
      case 'not-found':
        return {
          status: 404,
          body: { errors: null, message: "The target couldn't be found.", url: this.#swagger },
        };
      case 'unauthorized':
        return this.#said(401, 'token is required');
      case 'forbidden':
        return this.#said(403, detail || 'user should have a permission to write to a repo');
      case 'exists':
        return this.#said(409, `pull request already exists for these targets [id: ${detail}]`);
      case 'unknown-branch':
        return this.#said(404, `could not find '${detail}' to be a commit, branch or tag`);
      case 'not-mergeable':
        return this.#said(405, 'Please try again later');
      case 'style-not-allowed':
        return this.#said(405, 'Merge style is not allowed in this repository');
      case 'head-moved':
        return this.#said(409, 'head out of date');
      case 'no-commits':
      case 'not-collaborator':
      case 'invalid':
        return this.#said(422, detail || 'is not valid');
    }
  }
}
