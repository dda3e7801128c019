import type { FastifyInstance } from 'fastify';
import { beginEffect, endEffect } from '../store/effects.ts';
import { issueById } from '../store/issues.ts';
import type { ProjectRow } from '../store/projects.ts';
import type { Principal } from './access.ts';
import { demandProject, type HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

/** What is done outside once. A key belongs to the project of the issue that it is done for. */
export function effectRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'beginEffect', async ({ body: { issue, ...effect }, principal }) => {
    const project = await demandProjectOf(issue, principal);
    return store.write(transaction => beginEffect(transaction, project.id, effect, now()));
  });

  serve(scope, access, 'endEffect', async ({ body: { issue, key, result }, principal }) => {
    const project = await demandProjectOf(issue, principal);
    const ended = await store.write(transaction => endEffect(transaction, project.id, key, result, now()));
    if (ended !== undefined) return ended;
    throw new RequestError(404, 'unknown-effect', `Nothing was begun as ${key}.`);
  });

  async function demandProjectOf(id: string, principal: Principal): Promise<ProjectRow> {
    const issue = await issueById(store.reader, id);
    if (issue !== undefined) return demandProject(context, issue.project, principal);
    throw new RequestError(404, 'unknown-issue', `There is no issue ${id.slice(0, 100)}.`);
  }
}
