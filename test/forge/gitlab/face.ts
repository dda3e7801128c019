import { randomUUID } from 'node:crypto';
import { type Answer, type Call, type Face, Fields, type Routes, route } from '../call.ts';
import { answerOf } from '../faults.ts';
import { Refusal } from '../model.ts';
import type { World } from '../world.ts';
import { projectRoutes } from './project-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { GitLabShapes } from './shapes.ts';
import { talkRoutes } from './talk-routes.ts';

export class GitLabFace implements Face {
  readonly #world: World;
  readonly #routes: Routes;

  constructor(world: World, origin: string) {
    this.#world = world;
    const shapes = new GitLabShapes(world, origin);
    this.#routes = {
      ...projectRoutes(world, shapes),
      ...requestRoutes(world, shapes),
      ...talkRoutes(world, shapes),
    };
  }

  async answer(request: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer> {
    const answer = await this.#answer(request);
    const meta = JSON.stringify({ correlation_id: randomUUID(), version: '1' });
    return { ...answer, headers: { 'x-gitlab-meta': meta, 'x-request-id': randomUUID(), ...answer.headers } };
  }

  async #answer(request: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer> {
    const { method, headers, text } = request;
    const path = request.path.replace(/^\/api\/v4(?=\/)/, '');
    const found = path === request.path ? undefined : route(this.#routes, method, path);
    if (!found) return { status: 404, body: { error: '404 Not Found' } };
    const token = tokenOf(headers);
    const account = token === undefined ? undefined : this.#world.accountOf(token);
    if (token !== undefined && !account) return answerOf('gitlab', 'bad-token');
    if (account?.readOnly && method !== 'GET') return answerOf('gitlab', 'missing-scope');
    try {
      return await found.handler({ ...request, account, body: Fields.parse(text), params: found.params });
    } catch (error) {
      if (error instanceof SyntaxError)
        return { status: 400, body: { error: 'The provided content is not JSON' } };
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }
}

function tokenOf(headers: Call['headers']): string | undefined {
  const own = headers['private-token'];
  return typeof own === 'string' ? own : /^bearer (\S{1,200})$/i.exec(headers.authorization ?? '')?.[1];
}

function refused({ reason, detail }: Refusal): Answer {
  const said = (status: number, message: unknown) => ({ status, body: { message } });
  switch (reason) {
    case 'not-found':
      return said(404, `404 ${detail || 'Not found'}`);
    case 'unauthorized':
      return said(401, '401 Unauthorized');
    case 'forbidden':
      return said(403, detail || '403 Forbidden');
    case 'exists':
      return said(409, [`Another open merge request already exists for this source branch: !${detail}`]);
    case 'unknown-branch':
      return said(400, { [`${detail === 'head' ? 'source' : 'target'}_branch`]: ['does not exist'] });
    case 'not-mergeable':
      return said(422, 'Branch cannot be merged');
    case 'style-not-allowed':
      return said(405, '405 Method Not Allowed');
    case 'head-moved':
      return said(409, 'SHA does not match HEAD of source branch');
    case 'no-commits':
    case 'not-collaborator':
    case 'invalid':
      return said(400, detail || '400 Bad request');
  }
}
