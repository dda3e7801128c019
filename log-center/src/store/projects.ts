import { randomBytes } from 'node:crypto';
import { type ProjectSettings, projectSettingsSchema } from '@errata/protocol/project-settings';
import type { Kysely, Selectable } from 'kysely';
import { insertKey } from './keys.ts';
import type { Tables } from './tables.ts';

export interface ProjectRow {
  readonly id: number;
  readonly slug: string;
  readonly settings: ProjectSettings;
  /** Secret that the identities of users are hashed with. */
  readonly salt: string;
}

const columns = ['id', 'slug', 'settings', 'salt'] as const;

/** All projects, oldest first. */
export async function listProjects(database: Kysely<Tables>): Promise<ProjectRow[]> {
  const rows = await database.selectFrom('projects').select(columns).orderBy('id').execute();
  return rows.map(projectOf);
}

export async function projectBySlug(database: Kysely<Tables>, slug: string): Promise<ProjectRow | undefined> {
  const row = await database
    .selectFrom('projects')
    .select(columns)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && projectOf(row);
}

/** Makes a project with a first key, or gives the one that has this slug already. */
export async function ensureProject(
  database: Kysely<Tables>,
  slug: string,
  now: Date,
): Promise<{ project: ProjectRow; created: boolean }> {
  const known = await projectBySlug(database, slug);
  if (known !== undefined) return { project: known, created: false };
  const row = await database
    .insertInto('projects')
    .values({
      slug,
      issues: 0,
      created_at: now.toISOString(),
      settings: '{}',
      salt: randomBytes(16).toString('hex'),
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await insertKey(database, row.id, 'Default', now);
  return { project: projectOf(row), created: true };
}

export async function saveSettings(
  database: Kysely<Tables>,
  project: number,
  settings: ProjectSettings,
): Promise<void> {
  await database
    .updateTable('projects')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', project)
    .execute();
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

function projectOf(row: Pick<Selectable<Tables['projects']>, (typeof columns)[number]>): ProjectRow {
  return { ...row, settings: projectSettingsSchema.parse(JSON.parse(row.settings)) };
}
