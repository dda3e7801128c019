import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { explainGrouping } from '../group/fingerprint.ts';
import { reportOf } from '../lifecycle/fix-report.ts';
import { attachmentById, attachmentsOfIssue } from '../store/attachments.ts';
import { auditAfter } from '../store/audit.ts';
import { blobParts } from '../store/blobs.ts';
import { statsOfIssue } from '../store/counts.ts';
import { newestEvents } from '../store/events.ts';
import { listFeedback } from '../store/feedback.ts';
import { fingerprintsOfIssue } from '../store/fingerprints.ts';
import { tagFacets } from '../store/tag-facets.ts';
import { demandProject, type HttpContext } from './context.ts';
import { demandIssueOf } from './issues.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';
import { similarTo } from './similar-to.ts';

const hour = 3_600_000;
const mostAudited = 1000;

/** What can be asked about one issue beside itself. */
export function issueReportRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now } = context;

  serve(scope, access, 'readReport', async ({ parameters, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    const project = await demandProject(context, issue.project, principal);
    return reportOf(store.reader, project, issue);
  });

  serve(scope, access, 'readStats', async ({ parameters, query, principal }) => {
    const { id, count, users } = await demandIssueOf(context, parameters.id, principal);
    const since = new Date((Math.floor(now().getTime() / hour) - query.hours + 1) * hour).toISOString();
    return { issue: id, count, users, ...(await statsOfIssue(store.reader, id, since)) };
  });

  serve(scope, access, 'readTags', async ({ parameters, principal }) => {
    const { id } = await demandIssueOf(context, parameters.id, principal);
    return { tags: await tagFacets(store.reader, id) };
  });

  serve(scope, access, 'explainGrouping', async ({ parameters, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    const project = await demandProject(context, issue.project, principal);
    const [event] = await newestEvents(store.reader, issue.id, 1);
    if (event === undefined) throw new Error(`Issue ${issue.id} has no event.`);
    const fingerprints = await fingerprintsOfIssue(store.reader, issue.id);
    return {
      explanation: explainGrouping(event, { rules: project.settings.fingerprintRules }),
      fingerprints: fingerprints.map(({ hash }) => hash),
    };
  });

  serve(scope, access, 'similarIssues', async ({ parameters, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    return { similar: await similarTo(store.reader, issue) };
  });

  serve(scope, access, 'listAttachments', async ({ parameters, query, principal }) => {
    const { id } = await demandIssueOf(context, parameters.id, principal);
    return { attachments: await attachmentsOfIssue(store.reader, id, query.limit) };
  });

  serve(scope, access, 'listIssueFeedback', async ({ parameters, query, principal }) => {
    const { id } = await demandIssueOf(context, parameters.id, principal);
    return { feedback: await listFeedback(store.reader, { issue: id }, query.limit) };
  });

  serve(scope, access, 'listFeedback', async ({ parameters, query, principal }) => {
    const project = await demandProject(context, parameters.slug, principal);
    return { feedback: await listFeedback(store.reader, { project: project.id }, query.limit) };
  });

  serve(scope, access, 'readIssueAudit', async ({ parameters, principal }) => {
    const { id } = await demandIssueOf(context, parameters.id, principal);
    return { entries: await auditAfter(store.reader, { after: 0, limit: mostAudited, subject: id }) };
  });

  scope.get<{ Params: { id: string } }>('/attachments/:id', async (request, reply) => {
    const principal = await access.demand(request, 'read');
    const attachment = await attachmentById(store.reader, Number(request.params.id) || 0);
    if (attachment === undefined) {
      throw new RequestError(404, 'unknown-attachment', `There is no attachment ${request.params.id}.`);
    }
    await demandIssueOf(context, attachment.issue, principal);
    // A stranger's file: to be kept, never to be shown by a browser as a page of ours.
    reply.type('application/octet-stream');
    reply.header('content-disposition', 'attachment');
    reply.header('content-length', attachment.bytes);
    return reply.send(Readable.from(blobParts(store.reader, attachment.blob)));
  });
}
