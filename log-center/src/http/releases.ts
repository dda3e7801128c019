import type { FastifyInstance } from 'fastify';
import { releasesAroundFix } from '../lifecycle/good-releases.ts';
import { listReleases, releasesOfIssue } from '../store/release-records.ts';
import { askedProjects, demandProject, type HttpContext } from './context.ts';
import { demandIssueOf } from './issues.ts';
import { serve } from './route.ts';

/** What is known of releases: what they were made of, where they went, and what was seen in them. */
export function releaseReadRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access } = context;

  serve(scope, access, 'listReleases', async ({ query, principal }) => {
    const asked = await askedProjects(context, query.project, principal);
    return { releases: await listReleases(store.reader, asked, query) };
  });

  serve(scope, access, 'readIssueReleases', async ({ parameters, principal }) => {
    const issue = await demandIssueOf(context, parameters.id, principal);
    const project = await demandProject(context, issue.project, principal);
    const known = await releasesOfIssue(store.reader, project, issue);
    const { firstGood } = await releasesAroundFix(store.reader, project, issue);
    return { ...known, ...(firstGood !== undefined && { firstGood }) };
  });
}
