import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listFeedback } from '../../store/feedback.ts';
import { tagFacets } from '../../store/tag-facets.ts';
import type { Principal } from '../access.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { eventIdOf, unknownEvent } from './event-id.ts';
import { newestEvent } from './find-events.ts';
import { findIssueOfEvent, type IssueRow } from './find-issues.ts';
import { issueOf } from './issue.ts';
import { demandSentryIssue, type IssueParams, issuePaths } from './issue-access.ts';
import { listIssues, severalSchema } from './issue-list.ts';
import { demandOrganization, organizationSlug } from './organization.ts';
import { sendPage } from './paging.ts';
import { reachedProjects } from './project.ts';
import { releaseReference } from './release.ts';
import { tagKeyOf } from './tag.ts';
import { updateIssue } from './update-issue.ts';

const mostReports = 100;
/** Without their ids it would be all that there are. */
const severalIssuesSchema = z.object({ id: severalSchema.pipe(z.array(z.string()).min(1).max(100)) });

interface ListRoute {
  readonly Params: { readonly org: string; readonly project?: string };
}

interface IssueRoute {
  readonly Params: IssueParams;
}

/** Issues: the list with its search, one of them, and what may be changed of it. */
export function issueRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { access, store, url } = context;

  for (const path of ['/organizations/:org/issues', '/projects/:org/:project/issues']) {
    scope.get<ListRoute>(path, async (request, reply) => {
      const { org, project } = request.params;
      demandOrganization(org);
      const { page, issues } = await listIssues(context, request, access.principal(request), project);
      return sendPage(request, reply, url(), page, issues).map(issue => issueOf(issue, url()));
    });

    scope.put<ListRoute>(path, async (request, reply) => {
      const principal = access.principal(request);
      const { org, project } = request.params;
      const { id: names } = parseInput(severalIssuesSchema, request.query);
      const issues: IssueRow[] = [];
      for (const issue of names) {
        const row = await demandSentryIssue(context, { org, issue }, principal);
        if (project === undefined || [row.slug, String(row.project)].includes(project)) issues.push(row);
      }
      if (issues.length === 0) return reply.code(204).send();
      for (const issue of issues) await updateIssue(context, issue, request.body, principal);
      return request.body;
    });
  }

  for (const path of issuePaths) {
    scope.get<IssueRoute>(path, async request => detailsOf(request.params, access.principal(request)));
    scope.put<IssueRoute>(path, async request => {
      const principal = access.principal(request);
      const issue = await demandSentryIssue(context, request.params, principal);
      await updateIssue(context, issue, request.body, principal);
      return detailsOf(request.params, principal);
    });
  }

  scope.get<{ Params: { org: string; issue: string } }>(
    '/organizations/:org/shortids/:issue',
    async request => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      return {
        organizationSlug,
        projectSlug: issue.slug,
        groupId: String(issue.seq),
        group: issueOf(issue, url()),
        shortId: issue.id,
      };
    },
  );

  scope.get<{ Params: { org: string; event: string } }>(
    '/organizations/:org/eventids/:event',
    async request => {
      demandOrganization(request.params.org);
      const projects = await reachedProjects(context, access.principal(request));
      const event = eventIdOf(request.params.event);
      const issue = await findIssueOfEvent(
        store.reader,
        event,
        projects.map(({ id }) => id),
      );
      if (issue === undefined) throw unknownEvent(event);
      return { organizationSlug, projectSlug: issue.slug, groupId: String(issue.seq), eventId: event };
    },
  );

  async function detailsOf(params: IssueParams, principal: Principal) {
    const issue = await demandSentryIssue(context, params, principal);
    const newest = await newestEvent(store.reader, issue.id);
    const facets = await tagFacets(store.reader, issue.id);
    const reports = await listFeedback(store.reader, { issue: issue.id }, mostReports);
    return {
      ...issueOf(issue, url(), newest?.event),
      firstRelease: releaseReference(issue.first_release),
      lastRelease: releaseReference(issue.last_release),
      tags: facets.map(facet => ({ ...tagKeyOf(facet, issue), topValues: [] })),
      userReportCount: reports.length,
      participants: [],
      seenBy: [],
    };
  }
}
