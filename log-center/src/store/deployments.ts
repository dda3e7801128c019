import { randomUUID } from 'node:crypto';
import { type AnnouncedDeployment, type Deployment, deploymentSchema } from '@errata/protocol/deployment';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['deployments']> & { readonly slug: string };

/** Of one environment, or of all. */
export interface DeploymentFilter {
  readonly projects: readonly number[];
  readonly environment?: string | undefined;
  readonly limit: number;
}

/** Deployments of projects, the newest first. */
export async function listDeployments(
  database: Kysely<Tables>,
  { projects, environment, limit }: DeploymentFilter,
): Promise<Deployment[]> {
  if (projects.length === 0) return [];
  let query = deployments(database).where('project', 'in', projects);
  if (environment !== undefined) query = query.where('environment', '=', environment);
  const rows = await query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(deploymentOf);
}

/** What came to run since a time, oldest first; of more than `most` the newest. */
export async function succeededSince(
  database: Kysely<Tables>,
  project: number,
  since: string,
  most: number,
): Promise<Pick<Row, 'environment' | 'at' | 'version' | 'commit_id' | 'repository'>[]> {
  const rows = await database
    .selectFrom('deployments')
    .select(['environment', 'at', 'version', 'commit_id', 'repository'])
    .where('project', '=', project)
    .where('status', '=', 'succeeded')
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows.reverse();
}

/** Whether anybody told of deployments of a project, besides what releases stand for. */
export async function hasDeployments(database: Kysely<Tables>, project: number): Promise<boolean> {
  const row = await database
    .selectFrom('deployments')
    .select('seq')
    .where('project', '=', project)
    .where('source', 'not like', '% release')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type Told = Omit<AnnouncedDeployment, 'project' | 'at'>;

/**
 * The deployment that is told of again: of the same at the same time; where no time was told, the newest of the environment
 * with that status, if it was of the same.
 */
export async function toldBefore(
  database: Kysely<Tables>,
  project: number,
  { environment, version = '', commit = '', repository = '', status }: Told,
  at: string | undefined,
): Promise<Deployment | undefined> {
  let query = deployments(database)
    .where('project', '=', project)
    .where('environment', '=', environment)
    .where('status', '=', status)
    .where('repository', '=', repository);
  if (at !== undefined) {
    query = query.where('at', '=', at).where('version', '=', version).where('commit_id', '=', commit);
  }
  const row = await query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row?.version === version && row.commit_id === commit ? deploymentOf(row) : undefined;
}

export async function insertDeployment(
  database: Kysely<Tables>,
  project: { readonly id: number; readonly slug: string },
  { environment, version = '', commit = '', repository = '', status, url }: Told,
  { at, source, now }: { readonly at: string; readonly source: string; readonly now: Date },
): Promise<Deployment> {
  const row = await database
    .insertInto('deployments')
    .values({
      id: randomUUID(),
      project: project.id,
      environment,
      version,
      commit_id: commit,
      repository,
      status,
      at,
      url: url ?? null,
      source,
      told_at: now.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return deploymentOf({ ...row, slug: project.slug });
}

function deployments(database: Kysely<Tables>) {
  return database
    .selectFrom('deployments')
    .innerJoin('projects', 'projects.id', 'deployments.project')
    .selectAll('deployments')
    .select('projects.slug');
}

function deploymentOf(row: Row): Deployment {
  return deploymentSchema.parse({
    id: row.id,
    project: row.slug,
    environment: row.environment,
    ...(row.version !== '' && { version: row.version }),
    ...(row.commit_id !== '' && { commit: row.commit_id }),
    ...(row.repository !== '' && { repository: row.repository }),
    status: row.status,
    at: row.at,
    ...(row.url !== null && { url: row.url }),
    source: row.source,
  });
}
