import type { Collector } from '../collect/collector.ts';
import type { DiskGuard } from '../collect/disk-guard.ts';
import type { RateLimiter } from '../collect/rate-limit.ts';
import type { SourceMaps } from '../collect/source-maps/source-maps.ts';
import type { Traffic } from '../collect/traffic.ts';
import type { Metrics } from '../metrics.ts';
import type { KnownProject, ProjectDirectory } from '../store/project-directory.ts';
import type { Store } from '../store/store.ts';
import type { Stream } from '../stream/stream.ts';
import { type Access, demandReach, type Principal } from './access.ts';
import { RequestError } from './problem.ts';

/** What the routes work with. */
export interface HttpContext {
  readonly store: Store;
  readonly stream: Stream;
  readonly access: Access;
  readonly projects: ProjectDirectory;
  readonly collector: Collector;
  readonly traffic: Traffic;
  readonly sourceMaps: SourceMaps;
  readonly limiter: RateLimiter;
  readonly disk: DiskGuard;
  /** Where what is too large to be held goes while it comes in. */
  readonly spoolDirectory: string;
  readonly metrics: Metrics;
  /** Whether metrics are shown without a token. */
  readonly openMetrics: boolean;
  readonly leaseMilliseconds: number;
  readonly now: () => Date;
  /** Where the log center is reached; known once it listens. */
  readonly url: () => string;
  /** Called when a request arrives. */
  readonly touched: () => void;
}

/** What an SDK is configured with to send to a project. */
export function dsnOf(project: number, key: string, url: string): string {
  const dsn = new URL(String(project), `${url}/`);
  dsn.username = key;
  return dsn.toString();
}

/**
 * The projects that a request is about: the one that it names, or that its token is for, else all.
 * @throws {RequestError} 404 `unknown-project`, 403 `other-project`
 */
export async function askedProjects(
  context: HttpContext,
  named: string | undefined,
  principal: Principal,
): Promise<readonly KnownProject[]> {
  const slug = named ?? principal.project;
  return slug === undefined ? context.projects.all() : [await demandProject(context, slug, principal)];
}

/** @throws {RequestError} 404 `unknown-project`, 403 `other-project` */
export async function demandProject(
  context: HttpContext,
  slug: string,
  principal: Principal,
): Promise<KnownProject> {
  demandReach(principal, slug);
  const project = await context.projects.bySlug(slug);
  if (project !== undefined) return project;
  throw new RequestError(404, 'unknown-project', `There is no project ${slug.slice(0, 50)}.`);
}
