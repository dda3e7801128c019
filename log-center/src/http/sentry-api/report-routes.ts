import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { attachmentById, attachmentsOfEvent } from '../../store/attachments.ts';
import { auditAfter } from '../../store/audit.ts';
import { blobParts } from '../../store/blobs.ts';
import { listFeedback } from '../../store/feedback.ts';
import { tagFacets } from '../../store/tag-facets.ts';
import type { HttpContext } from '../context.ts';
import { RequestError } from '../problem.ts';
import { activitiesOf } from './activity.ts';
import { eventIdOf, unknownEvent } from './event-id.ts';
import { findEvent } from './find-events.ts';
import { demandSentryIssue, type IssueParams, issuePaths } from './issue-access.ts';
import { demandOrganization } from './organization.ts';
import { sendPart } from './paging.ts';
import { demandSentryProject } from './project.ts';
import { attachmentOf, userReportOf } from './report.ts';
import { tagKeyOf } from './tag.ts';

const most = 1000;

interface EventRoute {
  readonly Params: {
    readonly org: string;
    readonly project: string;
    readonly event: string;
    readonly attachment: string;
  };
}

/** What belongs to issues and events: tags, what was done, what users wrote and the files that came along. */
export function reportRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { access, store, url } = context;

  for (const path of issuePaths) {
    scope.get<{ Params: IssueParams }>(`${path}/tags`, async request => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      return (await tagFacets(store.reader, issue.id)).map(facet => tagKeyOf(facet, issue));
    });

    for (const below of ['', '/values']) {
      scope.get<{ Params: IssueParams & { key: string } }>(`${path}/tags/:key${below}`, async request => {
        const issue = await demandSentryIssue(context, request.params, access.principal(request));
        const { key } = request.params;
        const facet = (await tagFacets(store.reader, issue.id)).find(tag => tag.key === key);
        if (facet === undefined) {
          throw new RequestError(404, 'unknown-tag', `${issue.id} has no tag ${key.slice(0, 100)}.`);
        }
        const tag = tagKeyOf(facet, issue);
        return below === '' ? tag : tag.topValues;
      });
    }

    scope.get<{ Params: IssueParams }>(`${path}/activities`, async request => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      const entries = await auditAfter(store.reader, { after: 0, limit: most, subject: issue.id });
      return { activity: activitiesOf(issue, entries) };
    });

    // There are none, and clients ask.
    for (const list of ['notes', 'comments', 'external-issues']) {
      scope.get<{ Params: IssueParams }>(`${path}/${list}`, async (request, reply) => {
        await demandSentryIssue(context, request.params, access.principal(request));
        return sendPart(request, reply, url(), []);
      });
    }

    scope.get<{ Params: IssueParams }>(`${path}/user-reports`, async (request, reply) => {
      const issue = await demandSentryIssue(context, request.params, access.principal(request));
      const feedback = await listFeedback(store.reader, { issue: issue.id }, most);
      return sendPart(request, reply, url(), feedback).map(userReportOf);
    });
  }

  scope.get<EventRoute>('/projects/:org/:project/events/:event/attachments', async (request, reply) => {
    const { found, attachments } = await attachmentsOf(request);
    return sendPart(request, reply, url(), attachments).map(file => attachmentOf(file, found.receivedAt));
  });

  scope.get<EventRoute>(
    '/projects/:org/:project/events/:event/attachments/:attachment',
    async (request: FastifyRequest<EventRoute>, reply) => {
      const { found, attachments } = await attachmentsOf(request);
      const file = attachments.find(({ id }) => String(id) === request.params.attachment);
      const stored = file && (await attachmentById(store.reader, file.id));
      if (file === undefined || stored === undefined) {
        throw new RequestError(404, 'unknown-attachment', `${found.event.id} has no such attachment.`);
      }
      if (!Object.hasOwn(Object(request.query), 'download')) return attachmentOf(file, found.receivedAt);
      // A stranger's file: to be kept, never to be shown by a browser as a page of ours.
      reply.type('application/octet-stream').header('content-disposition', 'attachment');
      reply.header('content-length', stored.bytes);
      return reply.send(Readable.from(blobParts(store.reader, stored.blob)));
    },
  );

  async function attachmentsOf(request: FastifyRequest<EventRoute>) {
    const { org, project: name, event } = request.params;
    demandOrganization(org);
    const project = await demandSentryProject(context, name, access.principal(request));
    const found = await findEvent(store.reader, eventIdOf(event), [project.id]);
    if (found === undefined) throw unknownEvent(event);
    return {
      found,
      attachments: await attachmentsOfEvent(store.reader, found.project, found.event.id, most),
    };
  }
}
