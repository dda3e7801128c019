import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface ProjectRow {
  readonly id: number;
  readonly slug: string;
  readonly key: string;
}

const columns = ['id', 'slug', 'key'] as const;

/** All projects, oldest first. */
export function listProjects(database: Kysely<Tables>): Promise<ProjectRow[]> {
  return database.selectFrom('projects').select(columns).orderBy('id').execute();
}

export function projectById(database: Kysely<Tables>, id: number): Promise<ProjectRow | undefined> {
  return database.selectFrom('projects').select(columns).where('id', '=', id).executeTakeFirst();
}

export function projectBySlug(database: Kysely<Tables>, slug: string): Promise<ProjectRow | undefined> {
  return database.selectFrom('projects').select(columns).where('slug', '=', slug).executeTakeFirst();
}

/** Makes a project with a new key, or gives the one that has this slug already. */
export async function ensureProject(
  database: Kysely<Tables>,
  slug: string,
  now: Date,
): Promise<{ project: ProjectRow; created: boolean }> {
  const known = await projectBySlug(database, slug);
  if (known !== undefined) return { project: known, created: false };
  const project = await database
    .insertInto('projects')
    .values({ slug, key: randomBytes(16).toString('hex'), issues: 0, created_at: now.toISOString() })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { project, created: true };
}

/** The number of the project's next issue. */
export async function nextIssueNumber(database: Kysely<Tables>, project: number): Promise<number> {
  const { issues } = await database
    .updateTable('projects')
    .set(row => ({ issues: row('issues', '+', 1) }))
    .where('id', '=', project)
    .returning('issues')
    .executeTakeFirstOrThrow();
  return issues;
}
