import type { AnnouncedDeployment, Deployment } from '@errata/protocol/deployment';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { hasDeployments, insertDeployment, toldBefore } from '../store/deployments.ts';
import type { ProjectRow } from '../store/projects.ts';
import { releaseByVersion, saveRelease } from '../store/releases.ts';
import type { Tables } from '../store/tables.ts';
import { settleFixes } from './settle-fix.ts';

type Project = Pick<ProjectRow, 'id' | 'slug'>;

/**
 * Takes down what came to run where, and what that means for fixes. Told again, it is the same deployment.
 * @param source who told: `api`, `hook`, `github`, `sentry`…
 */
export async function recordDeployment(
  transaction: Transaction<Tables>,
  project: Project,
  told: Omit<AnnouncedDeployment, 'project'>,
  source: string,
  now: Date,
): Promise<Deployment> {
  // A pipeline's clock that runs ahead must not make it the newest for ever.
  const at = told.at === undefined ? undefined : earlier(new Date(told.at), now).toISOString();
  const exact = at ?? now.toISOString();
  const before =
    (await toldBefore(transaction, project.id, told, at)) ??
    (await toldBefore(transaction, project.id, told, exact));
  if (before !== undefined) return before;
  const deployment = await insertDeployment(transaction, project, told, { at: exact, source, now });
  const change = { by: source, action: 'deployment', subject: project.slug } as const;
  await insertAudit(transaction, { ...change, to: nameOf(deployment), reason: deployment.status }, now);
  if (deployment.status === 'succeeded') await settleFixes(transaction, project.id, now);
  return deployment;
}

/** A version that was made, as its forge or its tools announce it. What is left out stays as it was. */
export interface AnnouncedRelease {
  readonly version: string;
  readonly commit?: string | undefined;
  readonly repository?: string | undefined;
  readonly at?: string | undefined;
}

/**
 * Takes down what a release is made of. Where nobody tells of deployments, to publish it is the only sign that it runs: it
 * counts as gone to production.
 */
export async function recordRelease(
  transaction: Transaction<Tables>,
  project: Project,
  { version, commit, repository = '', at }: AnnouncedRelease,
  source: string,
  now: Date,
): Promise<void> {
  const known = await releaseByVersion(transaction, project.id, version);
  const refs = commit === undefined ? undefined : withRef(known?.refs, { repository, commit });
  await saveRelease(transaction, project.id, version, { refs, releasedAt: at }, now);
  await releaseChanged(transaction, project, { version, at }, source, now);
}

/** Draws the consequences of what was just put down of a release. */
export async function releaseChanged(
  transaction: Transaction<Tables>,
  project: Project,
  { version, at }: { readonly version: string; readonly at?: string | undefined },
  source: string,
  now: Date,
): Promise<void> {
  const by = `${source} release`;
  if (at !== undefined && !(await hasDeployments(transaction, project.id))) {
    const told = { version, at, environment: 'production', status: 'succeeded' } as const;
    await recordDeployment(transaction, project, told, by, now);
  }
  await settleFixes(transaction, project.id, now);
}

/** What it is made of in other repositories stays. */
function withRef(json: string | null | undefined, ref: { repository: string; commit: string }): string {
  const refs = json ? (JSON.parse(json) as { repository: string }[]) : [];
  return JSON.stringify([ref, ...refs.filter(({ repository }) => repository !== ref.repository)]);
}

function nameOf({ environment, version, commit }: Deployment): string {
  return `${environment}: ${[version, commit?.slice(0, 12)].filter(part => part !== undefined).join(', ')}`;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
