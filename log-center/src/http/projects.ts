import { createProjectSchema, type Project } from '@errata/protocol/log-center-api';
import type { FastifyInstance } from 'fastify';
import { ensureProject, listProjects } from '../store/projects.ts';
import { type HttpContext, projectOf } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';

export function projectRoutes(scope: FastifyInstance, context: HttpContext): void {
  scope.get('/projects', async (): Promise<{ projects: Project[] }> => {
    const rows = await listProjects(context.store.reader);
    return { projects: rows.map(row => projectOf(row, context.url())) };
  });

  scope.post('/projects', async (request, reply): Promise<Project> => {
    const { slug } = parseInput(createProjectSchema, request.body);
    const { project, created } = await context.store.write(transaction =>
      ensureProject(transaction, slug, context.now()),
    );
    if (!created) throw new RequestError(409, 'project-exists', `There is a project ${slug} already.`);
    reply.code(201);
    return projectOf(project, context.url());
  });
}
