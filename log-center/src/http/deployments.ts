import type { FastifyInstance } from 'fastify';
import { answerQuestion } from '../lifecycle/answer-question.ts';
import { recordDeployment } from '../lifecycle/record-deployment.ts';
import { containmentById, openQuestions } from '../store/containment.ts';
import { listDeployments } from '../store/deployments.ts';
import { demandReach, type Principal } from './access.ts';
import { askedProjects, demandProject, type HttpContext } from './context.ts';
import { serve } from './route.ts';

/** What came to run where, and what agents are asked about it. */
export function deploymentRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, projects, now } = context;

  serve(scope, access, 'announceDeployment', async ({ body: { project: slug, ...told }, principal }) => {
    const project = await demandProject(context, slug, principal);
    return store.write(transaction => recordDeployment(transaction, project, told, 'api', now()));
  });

  serve(scope, access, 'listDeployments', async ({ query, principal }) => ({
    deployments: await listDeployments(store.reader, {
      ...query,
      projects: await asked(query.project, principal),
    }),
  }));

  serve(scope, access, 'listQuestions', async ({ query, principal }) => ({
    questions: await openQuestions(store.reader, await asked(query.project, principal), query.limit),
  }));

  serve(scope, access, 'answerQuestion', async ({ parameters: { id }, body, principal }) => {
    const question = await containmentById(store.reader, id);
    const own = question && (await projects.byId(question.project));
    if (own !== undefined) demandReach(principal, own.slug);
    const told = { token: principal.name, now: now() };
    return {
      accepted: await store.write(transaction => answerQuestion(transaction, id, body, told)),
    };
  });

  async function asked(slug: string | undefined, principal: Principal): Promise<number[]> {
    return (await askedProjects(context, slug, principal)).map(({ id }) => id);
  }
}
