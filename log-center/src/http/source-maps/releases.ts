import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordDeployment, releaseChanged } from '../../lifecycle/record-deployment.ts';
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
  refs: z
    .array(z.looseObject({ repository: z.string().max(500), commit: z.string().max(100) }))
    .max(100)
    .nullish(),
});
const newSchema = changeSchema.extend({ version: z.string().trim().min(1).max(250) });

const deploySchema = z.object({
  environment: z.string().trim().min(1).max(64),
  name: z.string().max(200).nullish(),
  url: z.string().max(2000).nullish(),
  dateStarted: z.iso.datetime({ offset: true }).nullish(),
  dateFinished: z.iso.datetime({ offset: true }).nullish(),
  projects: z.array(z.string().min(1)).max(100).nullish(),
});

interface ReleaseRoute {
  readonly Params: { readonly org: string; readonly version: string };
}

/** What the release commands of Sentry's tools ask for: to make a release, to finish it, to name its commits and deploys. */
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
    const projects = await projectsOf(request, change.projects);
    return save(projects, request.params.version.slice(0, 250), change);
  });

  scope.post<ReleaseRoute>('/organizations/:org/releases/:version/deploys', async (request, reply) => {
    demandOrganization(request.params.org);
    const { projects: named, ...deploy } = parseInput(deploySchema, request.body);
    const projects = await projectsOf(request, named);
    const version = request.params.version.slice(0, 250);
    const { environment } = deploy;
    const at = deploy.dateFinished ?? deploy.dateStarted ?? undefined;
    const told = { version, environment, at, status: 'succeeded' } as const;
    const dates = await store.write(async transaction => {
      const recorded: string[] = [];
      for (const project of projects) {
        recorded.push((await recordDeployment(transaction, project, told, 'sentry', now())).at);
      }
      return recorded;
    });
    reply.code(201);
    return { id: '1', ...deploy, dateFinished: dates[0] ?? now().toISOString() };
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

  async function projectsOf(request: FastifyRequest, slugs: readonly string[] | null | undefined) {
    const principal = access.principal(request);
    const named = await demandProjects(context, [...(slugs ?? [])], principal);
    return named.length > 0 ? named : await reachedProjects(context, principal);
  }

  async function save(
    projects: readonly KnownProject[],
    version: string,
    sent: z.infer<typeof changeSchema>,
  ) {
    const change = {
      releasedAt: sent.dateReleased ? new Date(sent.dateReleased).toISOString() : undefined,
      url: sent.url ?? undefined,
      commits: sent.commits ? JSON.stringify(sent.commits) : undefined,
      refs: sent.refs ? JSON.stringify(sent.refs) : undefined,
    };
    const rows = await store.write(async transaction => {
      const saved: ReleaseRow[] = [];
      for (const project of projects) {
        saved.push(await saveRelease(transaction, project.id, version, change, now()));
        const changed = { version, at: change.releasedAt };
        await releaseChanged(transaction, project, changed, 'sentry', now());
      }
      return saved;
    });
    const created_at = now().toISOString();
    const [row = { version, created_at, released_at: null, url: null, commits: null }] = rows;
    return releaseOf(row, projects);
  }
}

function releaseOf(row: Omit<ReleaseRow, 'project' | 'refs'>, projects: readonly KnownProject[]) {
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
