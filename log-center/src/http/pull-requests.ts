import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { FastifyInstance } from 'fastify';
import { addPullRequestCommit, recordPullRequest } from '../lifecycle/record-pull-request.ts';
import { seePullRequest } from '../lifecycle/see-pull-request.ts';
import { issueById } from '../store/issues.ts';
import { pageOfPullRequests, pullRequestById } from '../store/pull-requests.ts';
import { roundsOf } from '../store/rounds.ts';
import { demandReach, type Principal } from './access.ts';
import type { HttpContext } from './context.ts';
import { demandIssueOf } from './issues.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

/** A closed pull request may be opened again: so long it is still looked at. */
const reopenedMilliseconds = 7 * 86_400_000;
const mostRounds = 200;

export function pullRequestRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'listPullRequests', async ({ query, principal }) => {
    const { state, issue, limit } = query;
    if (query.project !== undefined) demandReach(principal, query.project);
    if (issue !== undefined) await demandIssueOf(context, issue, principal);
    const since = new Date(now().getTime() - reopenedMilliseconds).toISOString();
    const filter = { issue, limit, ...(state === 'open' && { closedSince: since }) };
    const project = query.project ?? principal.project;
    return { pullRequests: await pageOfPullRequests(store.reader, { ...filter, project }) };
  });

  serve(scope, access, 'readPullRequest', async ({ parameters: { id }, principal }) => {
    const pullRequest = await demandPullRequestOf(context, id, principal);
    const filter = { pullRequest: id, limit: mostRounds };
    return { pullRequest, rounds: await roundsOf(store.reader, filter) };
  });

  serve(scope, access, 'recordPullRequest', async ({ parameters: { id }, body, principal }) => {
    for (const name of [id, ...body.others]) await demandReachOf(name, principal);
    const telling = { by: body.by, token: principal.name };
    return store.write(transaction => recordPullRequest(transaction, id, body, telling, now()));
  });

  serve(
    scope,
    access,
    'seePullRequest',
    async ({ parameters: { id }, body: { by, seen, reason }, principal }) => {
      await demandPullRequestOf(context, id, principal);
      const telling = { by, token: principal.name, reason };
      return store.write(transaction => seePullRequest(transaction, id, seen, telling, now()));
    },
  );

  serve(scope, access, 'addPullRequestCommit', async ({ parameters: { id }, body, principal }) => {
    await demandPullRequestOf(context, id, principal);
    const telling = { by: principal.name, token: principal.name };
    return store.write(transaction => addPullRequestCommit(transaction, id, body.commit, telling, now()));
  });

  /** An issue that has become part of another is named by runs that began before: its pull request is the other's. */
  async function demandReachOf(id: string, principal: Principal): Promise<void> {
    const issue = await issueById(store.reader, id);
    if (issue !== undefined) demandReach(principal, issue.project);
  }
}

/** @throws {RequestError} 404 `unknown-pull-request`, 403 `other-project` */
export async function demandPullRequestOf(
  context: Pick<HttpContext, 'store'>,
  id: string,
  principal: Principal,
): Promise<FollowedPullRequest> {
  const pullRequest = await pullRequestById(context.store.reader, id);
  if (pullRequest === undefined) {
    throw new RequestError(404, 'unknown-pull-request', `There is no pull request ${id.slice(0, 100)}.`);
  }
  demandReach(principal, pullRequest.project);
  return pullRequest;
}
