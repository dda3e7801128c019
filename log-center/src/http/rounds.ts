import type { FastifyInstance } from 'fastify';
import { claimRound, endRound, leaveRound } from '../lifecycle/held-round.ts';
import { askRound } from '../lifecycle/rounds.ts';
import { roundById, roundsOf } from '../store/rounds.ts';
import { demandReach, type Principal } from './access.ts';
import type { HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { demandPullRequestOf } from './pull-requests.ts';
import { serve } from './route.ts';

/** Other versions of pull requests, as they are asked for and worked on. */
export function roundRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, now, leaseMilliseconds } = context;

  serve(scope, access, 'askRound', async ({ parameters: { id }, body, principal }) => {
    await demandPullRequestOf(context, id, principal);
    const telling = { by: body.author ?? principal.name, token: principal.name };
    return store.write(transaction => askRound(transaction, id, body, telling, now()));
  });

  serve(scope, access, 'listRounds', async ({ query, principal }) => {
    if (query.project !== undefined) demandReach(principal, query.project);
    const project = query.project ?? principal.project;
    return { rounds: await roundsOf(store.reader, { ...query, project }) };
  });

  serve(scope, access, 'claimRound', async ({ parameters: { id }, body, principal }) => {
    await demandReachOfRound(id, principal);
    return store.write(transaction =>
      claimRound(transaction, id, body, principal.name, now(), leaseMilliseconds),
    );
  });

  serve(scope, access, 'leaveRound', async ({ parameters: { id }, body, principal }) => {
    await demandReachOfRound(id, principal);
    return store.write(transaction => leaveRound(transaction, id, body, principal.name, now()));
  });

  serve(scope, access, 'endRound', async ({ parameters: { id }, body, principal }) => {
    await demandReachOfRound(id, principal);
    return store.write(transaction => endRound(transaction, id, body, principal.name, now()));
  });

  /** A token of one project works on rounds of its own only. */
  async function demandReachOfRound(id: string, principal: Principal): Promise<void> {
    if (principal.project === undefined) return;
    const round = await roundById(store.reader, id);
    if (round === undefined) {
      throw new RequestError(404, 'unknown-round', `There is no round ${id.slice(0, 100)}.`);
    }
    await demandPullRequestOf(context, round.pullRequest, principal);
  }
}
