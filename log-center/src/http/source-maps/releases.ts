import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { KnownProject } from '../../store/project-directory.ts';
import { previousWithCommits, type ReleaseRow, saveRelease } from '../../store/releases.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { demandOrganization } from '../sentry-api/organization.ts';
import { projectReference, reachedProjects } from '../sentry-api/project.ts';
import { demandProjects } from './upload.ts';

const changeSchema = z.object({
  projects: z.array(z.string().min(1)).max(100).nullish(),
  dateReleased: z.iso.datetime({ offset: true }).nullish(),
  url: z.string().max(2000).nullish(),
  commits: z
    .array(z.looseObject({ id: z.string().max(100) }))
    .max(20_000)
    .nullish(),
});
const newSchema = changeSchema.extend({ version: z.string().trim().min(1).max(250) });

interface ReleaseRoute {
  readonly Params: { readonly org: string; readonly version: string };
}

/** What the release commands of Sentry's tools ask for: to make a release, to finish it, to name its commits. */
export function releaseChangeRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  scope.post<ReleaseRoute>('/organizations/:org/releases', async (request, reply) => {
    demandOrganization(request.params.org);
    const { version, ...change } = parseInput(newSchema, request.body);
    const projects = await demandProjects(context, change.projects ?? [], access.principal(request));
    reply.code(201);
    return save(projects, version, change);
  });

  scope.put<ReleaseRoute>('/organizations/:org/releases/:version', async request => {
    demandOrganization(request.params.org);
    const change = parseInput(changeSchema, request.body);
    const principal = access.principal(request);
    const named = await demandProjects(context, change.projects ?? [], principal);
    const projects = named.length > 0 ? named : await reachedProjects(context, principal);
    return save(projects, request.params.version.slice(0, 250), change);
  });

  scope.get<ReleaseRoute>('/organizations/:org/releases/:version/previous-with-commits', async request => {
    demandOrganization(request.params.org);
    const projects = await reachedProjects(context, access.principal(request));
    const ids = projects.map(({ id }) => id);
    const row =
      ids.length === 0 ? undefined : await previousWithCommits(store.reader, ids, request.params.version);
    return row === undefined
      ? {}
      : releaseOf(
          row,
          projects.filter(({ id }) => id === row.project),
        );
  });

  /** Repositories are not known to a log center: clients then send the commits themselves. */
  scope.get<ReleaseRoute>('/organizations/:org/repos', async ({ params }) => {
    demandOrganization(params.org);
    return [];
  });

  async function save(
    projects: readonly KnownProject[],
    version: string,
    sent: z.infer<typeof changeSchema>,
  ) {
    const change = {
      releasedAt: sent.dateReleased ? new Date(sent.dateReleased).toISOString() : undefined,
      url: sent.url ?? undefined,
      commits: sent.commits ? JSON.stringify(sent.commits) : undefined,
    };
    const rows = await store.write(async transaction => {
      const saved: ReleaseRow[] = [];
      for (const { id } of projects) saved.push(await saveRelease(transaction, id, version, change, now()));
      return saved;
    });
    const [row = { version, created_at: now().toISOString(), released_at: null, url: null, commits: null }] =
      rows;
    return releaseOf(row, projects);
  }
}

function releaseOf(row: Omit<ReleaseRow, 'project'>, projects: readonly KnownProject[]) {
  const commits = row.commits === null ? [] : (JSON.parse(row.commits) as { id: string }[]);
  const [last] = commits;
  return {
    version: row.version,
    shortVersion: row.version,
    status: 'open',
    url: row.url,
    dateCreated: row.created_at,
    dateReleased: row.released_at,
    newGroups: 0,
    commitCount: commits.length,
    lastCommit: last === undefined ? null : { id: last.id },
    projects: projects.map(project => projectReference(project)),
  };
}
