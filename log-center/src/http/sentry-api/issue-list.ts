import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../access.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { RequestError } from '../problem.ts';
import { eventIdOf } from './event-id.ts';
import { findIssueOfEvent, findIssues, type IssueOrder, type IssueRow, issueOrders } from './find-issues.ts';
import { type Page, readPage } from './paging.ts';
import { demandSentryProject, reachedProjects } from './project.ts';
import { readSearch } from './search-terms.ts';
import { readTimeRange, timeQuerySchema } from './time-range.ts';

/** A parameter that may be given several times. */
export const severalSchema = z
  .union([z.string(), z.array(z.string())])
  .transform(value => [value].flat())
  .default([]);

const querySchema = timeQuerySchema.extend({
  /** What Sentry shows when nothing is asked for. */
  query: z.string().default('is:unresolved'),
  sort: z.string().default('date'),
  /** Ids or slugs; -1 is all. */
  project: severalSchema,
  environment: severalSchema,
});

const eventIdForm = /^[0-9a-f]{32}$/;

/**
 * The page of issues that a request asks for, and one more if there are. `only` is a project that the path names.
 * @throws {RequestError} 400 `bad-request`; 404 `unknown-project`; 403 `other-project`
 */
export async function listIssues(
  context: HttpContext,
  request: FastifyRequest,
  principal: Principal,
  only?: string,
): Promise<{ page: Page; issues: IssueRow[] }> {
  const { store, now } = context;
  const asked = parseInput(querySchema, request.query);
  const page = readPage(request);
  const projects = await projectsOf(context, only === undefined ? asked.project : [only], principal);
  if (projects.length === 0) return { page, issues: [] };
  const eventId = eventIdOf(asked.query.trim());
  if (eventIdForm.test(eventId)) {
    const found = await findIssueOfEvent(store.reader, eventId, projects);
    return { page, issues: found === undefined ? [] : [found] };
  }
  const search = {
    terms: readSearch(asked.query),
    projects,
    environments: asked.environment,
    seen: readTimeRange(asked, now()),
    order: orderOf(asked.sort),
  };
  return { page, issues: await findIssues(store.reader, search, page, now()) };
}

async function projectsOf(
  context: HttpContext,
  names: readonly string[],
  principal: Principal,
): Promise<readonly number[]> {
  const named = names.filter(name => name !== '-1' && name !== '');
  if (named.length === 0) return (await reachedProjects(context, principal)).map(({ id }) => id);
  const projects: number[] = [];
  for (const name of named) projects.push((await demandSentryProject(context, name, principal)).id);
  return projects;
}

function orderOf(sort: string): IssueOrder {
  const order = issueOrders.find(known => known === sort);
  if (order !== undefined) return order;
  const detail = `Issues cannot be sorted by ${sort.slice(0, 50)}; they can by ${issueOrders.join(', ')}.`;
  throw new RequestError(400, 'bad-request', detail);
}
