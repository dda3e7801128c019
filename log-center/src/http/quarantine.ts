import type { FastifyInstance } from 'fastify';
import { insertAudit } from '../store/audit.ts';
import { listQuarantined, markReplayed, quarantinedById } from '../store/quarantine.ts';
import { demandReach } from './access.ts';
import type { HttpContext } from './context.ts';
import { RequestError } from './problem.ts';
import { serve } from './route.ts';

/** What broke the processing: to be looked at, and to be tried again when that is mended. */
export function quarantineRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, projects, collector, now } = context;

  serve(scope, access, 'listQuarantine', async ({ query, principal }) => ({
    items: await listQuarantined(store.reader, query.limit, principal.project),
  }));

  serve(scope, access, 'replayQuarantined', async ({ parameters, body, principal }) => {
    const id = Number(parameters.item) || 0;
    const item = await quarantinedById(store.reader, id);
    const project = item && (await projects.byId(item.project));
    if (item === undefined || project === undefined) {
      throw new RequestError(404, 'unknown-item', `There is nothing in quarantine as ${parameters.item}.`);
    }
    demandReach(principal, project.slug);
    const { type, body: bytes } = item;
    try {
      const collected = await collector.replay(project, { type, bytes });
      const change = { ...body, token: principal.name, action: 'replay', subject: collected.issue } as const;
      await store.write(async transaction => {
        await markReplayed(transaction, id, now());
        await insertAudit(transaction, { ...change, from: `quarantine ${id}`, to: collected.event }, now());
      });
      return collected;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RequestError(409, 'still-failing', `It fails again, and stays in quarantine: ${reason}.`);
    }
  });
}
