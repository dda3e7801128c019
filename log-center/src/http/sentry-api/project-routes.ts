import type { FastifyInstance } from 'fastify';
import { listKeys } from '../../store/keys.ts';
import type { HttpContext } from '../context.ts';
import { demandOrganization, matching } from './organization.ts';
import { sendPart } from './paging.ts';
import { demandSentryProject, keyOf, projectOf, reachedProjects } from './project.ts';

interface ProjectRoute {
  readonly Params: { readonly org: string; readonly project: string };
}

/** Projects and their keys. */
export function projectRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { access, store, url } = context;

  for (const path of ['/projects', '/organizations/:org/projects']) {
    scope.get<ProjectRoute>(path, async (request, reply) => {
      if (path !== '/projects') demandOrganization(request.params.org);
      const reached = await reachedProjects(context, access.principal(request));
      const found = matching(reached, request);
      return sendPart(request, reply, url(), found).map(project => projectOf(project, url()));
    });
  }

  scope.get<ProjectRoute>('/projects/:org/:project', async request => {
    demandOrganization(request.params.org);
    const project = await demandSentryProject(context, request.params.project, access.principal(request));
    return projectOf(project, url());
  });

  scope.get<ProjectRoute>('/projects/:org/:project/keys', async (request, reply) => {
    demandOrganization(request.params.org);
    const project = await demandSentryProject(context, request.params.project, access.principal(request));
    const keys = await listKeys(store.reader, project.id);
    return sendPart(request, reply, url(), keys).map(key => keyOf(key, project, url()));
  });
}
