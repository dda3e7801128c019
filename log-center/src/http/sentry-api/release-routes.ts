import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listReleases } from '../../store/release-records.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { RequestError } from '../problem.ts';
import { demandOrganization } from './organization.ts';
import { sendPart } from './paging.ts';
import { demandSentryProject, reachedProjects } from './project.ts';
import { findReleases, type SentryRelease } from './release.ts';

const querySchema = z.object({ query: z.string().trim().default('') });

interface ReleaseParams {
  readonly org: string;
  readonly project?: string;
  readonly version?: string;
}

/** The releases that events have named. */
export function releaseRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { access, store, url } = context;

  for (const path of ['/organizations/:org/releases', '/projects/:org/:project/releases']) {
    scope.get<{ Params: ReleaseParams }>(path, async (request, reply) => {
      const projects = await projectsOf(request, request.params);
      const { query: text } = parseInput(querySchema, request.query);
      const releases = projects.length === 0 ? [] : await findReleases(store.reader, projects, { text });
      return sendPart(request, reply, url(), releases);
    });

    scope.get<{ Params: ReleaseParams }>(`${path}/:version`, async request => releaseAskedFor(request));

    scope.get<{ Params: ReleaseParams }>(`${path}/:version/deploys`, async (request, reply) => {
      const { version = '' } = request.params;
      const projects = await projectsOf(request, request.params);
      const records = await listReleases(store.reader, projects, { version, limit: projects.length });
      if (records.length === 0) await releaseAskedFor(request);
      const deploys = records.flatMap(record => record.deploys);
      const told = deploys.map(({ environment, at }, index) => ({
        id: String(index + 1),
        environment,
        name: null,
        url: null,
        dateStarted: null,
        dateFinished: at,
      }));
      return sendPart(request, reply, url(), told.reverse());
    });

    // There are none, and clients ask.
    scope.get<{ Params: ReleaseParams }>(`${path}/:version/commits`, async (request, reply) => {
      await releaseAskedFor(request);
      return sendPart(request, reply, url(), []);
    });
  }

  async function releaseAskedFor(request: FastifyRequest<{ Params: ReleaseParams }>): Promise<SentryRelease> {
    const { version = '' } = request.params;
    const projects = await projectsOf(request, request.params);
    const [release] = projects.length === 0 ? [] : await findReleases(store.reader, projects, { version });
    if (release !== undefined) return release;
    throw new RequestError(
      404,
      'unknown-release',
      `No event has named the release ${version.slice(0, 200)}.`,
    );
  }

  async function projectsOf(request: FastifyRequest, { org, project }: ReleaseParams) {
    demandOrganization(org);
    const principal = access.principal(request);
    return project === undefined
      ? await reachedProjects(context, principal)
      : [await demandSentryProject(context, project, principal)];
  }
}
