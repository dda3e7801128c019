import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../context.ts';
import { eventOf, summaryOf } from './event.ts';
import { eventIdOf, unknownEvent } from './event-id.ts';
import {
  type FoundEvent,
  findEvent,
  findEvents,
  neighboursOf,
  newestEvent,
  oldestEvent,
} from './find-events.ts';
import { findIssue, type IssueRow } from './find-issues.ts';
import { demandSentryIssue, type IssueParams, issuePaths } from './issue-access.ts';
import { demandOrganization } from './organization.ts';
import { readPage, sendPage } from './paging.ts';
import { demandSentryProject } from './project.ts';

interface ProjectParams {
  readonly org: string;
  readonly project: string;
}

/** The events of issues and of projects. */
export function eventRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { access, store, url } = context;

  for (const path of issuePaths) {
    scope.get<{ Params: IssueParams }>(`${path}/events`, async (request, reply) => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      const page = readPage(request);
      const events = await findEvents(store.reader, { issue: issue.id }, page);
      return sendPage(request, reply, url(), page, events).map(found => summaryOf(found, issue));
    });

    scope.get<{ Params: IssueParams & { event: string } }>(`${path}/events/:event`, async request => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      const { event: name } = request.params;
      const found = await eventNamed(issue, name);
      if (found?.issue !== issue.id) throw unknownEvent(name);
      return detailsOf(found, issue);
    });
  }

  scope.get<{ Params: ProjectParams }>('/projects/:org/:project/events', async (request, reply) => {
    demandOrganization(request.params.org);
    const project = await demandSentryProject(context, request.params.project, access.principal(request));
    const page = readPage(request);
    const events = await findEvents(store.reader, { project: project.id }, page);
    const part = sendPage(request, reply, url(), page, events);
    return Promise.all(part.map(async found => summaryOf(found, await issueOfEvent(found))));
  });

  scope.get<{ Params: ProjectParams & { event: string } }>(
    '/projects/:org/:project/events/:event',
    async request => {
      demandOrganization(request.params.org);
      const project = await demandSentryProject(context, request.params.project, access.principal(request));
      const { event: name } = request.params;
      const found = await findEvent(store.reader, eventIdOf(name), [project.id]);
      if (found === undefined) throw unknownEvent(name);
      return detailsOf(found, await issueOfEvent(found));
    },
  );

  async function eventNamed(issue: IssueRow, name: string): Promise<FoundEvent | undefined> {
    if (name === 'latest' || name === 'recommended') return newestEvent(store.reader, issue.id);
    if (name === 'oldest') return oldestEvent(store.reader, issue.id);
    return findEvent(store.reader, eventIdOf(name), [issue.project]);
  }

  async function detailsOf(found: FoundEvent, issue: IssueRow) {
    return eventOf(found, issue, await neighboursOf(store.reader, found));
  }

  async function issueOfEvent(found: FoundEvent): Promise<IssueRow> {
    const issue = await findIssue(store.reader, found.issue);
    if (issue === undefined) throw new Error(`Event ${found.event.id} has no issue.`);
    return issue;
  }
}
