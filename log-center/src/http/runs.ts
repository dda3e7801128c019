import type { FastifyInstance } from 'fastify';
import { decideRun } from '../lifecycle/decide.ts';
import { endRun, renewLease, saveRun } from '../lifecycle/held-run.ts';
import { startRun } from '../lifecycle/start-run.ts';
import { decisionsOfProject, decisionsOfRun } from '../store/decisions.ts';
import { eventsOfRun, runById } from '../store/runs.ts';
import type { Principal } from './access.ts';
import { demandProject, type HttpContext } from './context.ts';
import { demandIssueOf } from './issues.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

/** A run's snapshot may hold several candidates' texts. */
const mostSaved = 32 * 1024 * 1024;

export function runRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now, leaseMilliseconds } = context;

  serve(scope, access, 'startRun', async ({ parameters: { id }, body: { holder }, principal }) => {
    await demandIssueOf(context, id, principal);
    return store.write(transaction =>
      startRun(transaction, id, holder, now(), leaseMilliseconds, principal.name),
    );
  });

  serve(scope, access, 'readRun', async ({ parameters: { id }, principal }) => {
    const run = await runById(store.reader, id);
    if (run === undefined) throw unknownRun(id);
    await demandIssueOf(context, run.issue, principal);
    return {
      run,
      events: await eventsOfRun(store.reader, id),
      decisions: await decisionsOfRun(store.reader, id),
    };
  });

  serve(
    scope,
    access,
    'saveRun',
    async ({ parameters: { id }, body, principal }) => {
      await demandReachOfRun(id, principal);
      return store.write(transaction => saveRun(transaction, id, body, now(), leaseMilliseconds));
    },
    { bodyLimit: mostSaved },
  );

  serve(scope, access, 'renewLease', async ({ parameters: { id }, body: { fence }, principal }) => {
    await demandReachOfRun(id, principal);
    return store.write(transaction => renewLease(transaction, id, fence, now(), leaseMilliseconds));
  });

  serve(scope, access, 'endRun', async ({ parameters: { id }, body, principal }) => {
    await demandReachOfRun(id, principal);
    return store.write(transaction => endRun(transaction, id, body, now(), principal.name));
  });

  serve(scope, access, 'decideRun', async ({ parameters: { id }, body, principal }) => {
    await demandReachOfRun(id, principal);
    const { version, decision } = body;
    return store.write(transaction => decideRun(transaction, id, version, decision, now(), principal.name));
  });

  serve(scope, access, 'listDecisions', async ({ parameters: { slug }, query, principal }) => {
    const project = await demandProject(context, slug, principal);
    return decisionsOfProject(store.reader, project.id, query);
  });

  /** A token of one project works on runs of its own only. */
  async function demandReachOfRun(id: string, principal: Principal): Promise<void> {
    if (principal.project === undefined) return;
    const run = await runById(store.reader, id);
    if (run === undefined) throw unknownRun(id);
    await demandIssueOf(context, run.issue, principal);
  }
}

function unknownRun(id: string): RequestError {
  return new RequestError(404, 'unknown-run', `There is no run ${id.slice(0, 100)}.`);
}
