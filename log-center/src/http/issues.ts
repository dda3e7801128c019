import type { Issue } from '@errata/protocol/issue';
import type { FastifyInstance } from 'fastify';
import { ignoreIssue } from '../lifecycle/ignore.ts';
import { mergeIssues } from '../lifecycle/merge.ts';
import { splitIssue } from '../lifecycle/split.ts';
import { changeStatus } from '../lifecycle/status.ts';
import { newestEvents } from '../store/events.ts';
import { countIssues, issueById, mergedInto, pageOfIssues, readCursor } from '../store/issues.ts';
import { pageOfPullRequests } from '../store/pull-requests.ts';
import { summariesOfRuns } from '../store/runs.ts';
import { parseSearch } from '../store/search-query.ts';
import { demandReach, type Principal } from './access.ts';
import { demandProject, type HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

const mostRuns = 50;
const mostPullRequests = 20;

export function issueRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'listIssues', async ({ query, principal }) => {
    if (query.cursor !== undefined && readCursor(query.cursor, query.sort) === undefined) {
      throw new RequestError(
        400,
        'bad-request',
        'The cursor is not one that a page of issues in this order gave.',
      );
    }
    if (query.project !== undefined) demandReach(principal, query.project);
    const search = parseSearch(query.q ?? '', now());
    return pageOfIssues(store.reader, { ...query, search, project: query.project ?? principal.project });
  });

  serve(scope, access, 'countIssues', async ({ query, principal }) => {
    if (query.project !== undefined) demandReach(principal, query.project);
    const search = parseSearch(query.q ?? '', now());
    const filter = { search, project: query.project ?? principal.project };
    return { counts: await countIssues(store.reader, filter) };
  });

  serve(scope, access, 'readIssue', async ({ parameters, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    const [event] = await newestEvents(store.reader, issue.id, 1);
    if (event === undefined) throw new Error(`Issue ${issue.id} has no event.`);
    const runs = await summariesOfRuns(store.reader, issue.id, mostRuns);
    const wanted = { issue: issue.id, limit: mostPullRequests };
    return { issue, event, runs, pullRequests: await pageOfPullRequests(store.reader, wanted) };
  });

  serve(scope, access, 'listEvents', async ({ parameters, query, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    return { events: await newestEvents(store.reader, issue.id, query.limit) };
  });

  serve(scope, access, 'changeStatus', async ({ parameters, body, principal }) => {
    await demandIssueOf(context, parameters.id, principal);
    const change = { ...body, token: principal.name };
    return store.write(transaction => changeStatus(transaction, parameters.id, change, now()));
  });

  serve(scope, access, 'ignoreIssue', async ({ parameters, body, principal }) => {
    await demandIssueOf(context, parameters.id, principal);
    const wish = { ...body, token: principal.name };
    return store.write(transaction => ignoreIssue(transaction, parameters.id, wish, now()));
  });

  serve(scope, access, 'mergeIssues', async ({ parameters, body: { issues, ...wish }, principal }) => {
    for (const id of [parameters.id, ...issues]) await demandIssueOf(context, id, principal);
    const signed = { ...wish, token: principal.name };
    return store.write(transaction => mergeIssues(transaction, parameters.id, issues, signed, now()));
  });

  serve(scope, access, 'splitIssue', async ({ parameters, body: { fingerprints, ...wish }, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    const project = await demandProject(context, issue.project, principal);
    const signed = { ...wish, token: principal.name };
    return store.write(transaction =>
      splitIssue(transaction, project, issue.id, fingerprints, signed, now()),
    );
  });
}

/** @throws {RequestError} 404 `unknown-issue`, 410 `merged`, 403 `other-project` */
export async function demandIssueOf(
  context: Pick<HttpContext, 'store'>,
  id: string,
  principal: Principal,
): Promise<Issue> {
  const issue = await issueById(context.store.reader, id);
  if (issue === undefined)
    throw new RequestError(404, 'unknown-issue', `There is no issue ${id.slice(0, 100)}.`);
  demandReach(principal, issue.project);
  const into = await mergedInto(context.store.reader, id);
  if (into !== undefined) throw new RequestError(410, 'merged', `${id} was merged into ${into}.`);
  return issue;
}
