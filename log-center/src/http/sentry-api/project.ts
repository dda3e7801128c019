import type { KeyRow } from '../../store/keys.ts';
import type { KnownProject } from '../../store/project-directory.ts';
import { demandReach, type Principal } from '../access.ts';
import { dsnOf, type HttpContext } from '../context.ts';
import { RequestError } from '../problem.ts';
import { organizationOf, type SentryOrganization, type SentryTeam, team } from './organization.ts';

/** A project where it is told with something else. */
export interface SentryProjectReference {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly platform: string | null;
}

export interface SentryProject extends SentryProjectReference {
  readonly isMember: boolean;
  readonly hasAccess: boolean;
  readonly features: readonly string[];
  readonly status: string;
  readonly teams: readonly SentryTeam[];
  readonly team: SentryTeam;
  readonly organization: SentryOrganization;
}

export interface SentryKey {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly public: string;
  readonly projectId: number;
  readonly isActive: boolean;
  readonly rateLimit: { readonly window: number; readonly count: number } | null;
  readonly dsn: { readonly public: string };
  readonly dateCreated: string;
}

export function projectReference(
  project: Pick<KnownProject, 'id' | 'slug'>,
  platform: string | null = null,
): SentryProjectReference {
  return { id: String(project.id), slug: project.slug, name: project.slug, platform };
}

export function projectOf(project: KnownProject, url: string): SentryProject {
  return {
    ...projectReference(project),
    isMember: true,
    hasAccess: true,
    features: [],
    status: 'active',
    teams: [team],
    team,
    organization: organizationOf(url),
  };
}

export function keyOf(row: KeyRow, { settings: { rateLimit } }: KnownProject, url: string): SentryKey {
  return {
    id: row.key,
    name: row.label,
    label: row.label,
    public: row.key,
    projectId: row.project,
    isActive: row.active,
    rateLimit: rateLimit === undefined ? null : { window: 60, count: rateLimit.perMinute },
    dsn: { public: dsnOf(row.project, row.key, url) },
    dateCreated: row.createdAt,
  };
}

/** The projects that a token reaches, oldest first. */
export async function reachedProjects(
  context: HttpContext,
  principal: Principal,
): Promise<readonly KnownProject[]> {
  const all = await context.projects.all();
  return all.filter(({ slug }) => (principal.project ?? slug) === slug);
}

/**
 * A project by what Sentry's clients name it with.
 * @throws {RequestError} 404 `unknown-project`, 403 `other-project`
 */
export async function demandSentryProject(
  context: HttpContext,
  slugOrId: string,
  principal: Principal,
): Promise<KnownProject> {
  const byId = /^\d{1,15}$/.test(slugOrId) ? await context.projects.byId(Number(slugOrId)) : undefined;
  const project = (await context.projects.bySlug(slugOrId)) ?? byId;
  demandReach(principal, project?.slug ?? slugOrId);
  if (project !== undefined) return project;
  throw new RequestError(404, 'unknown-project', `There is no project ${slugOrId.slice(0, 50)}.`);
}
