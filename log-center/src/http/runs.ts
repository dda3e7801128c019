import {
  decideRunSchema,
  endRunSchema,
  renewLeaseSchema,
  type runDetailSchema,
  saveRunSchema,
  startRunSchema,
} from '@errata/protocol/log-center-api';
import type { Run } from '@errata/protocol/run';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { decideRun } from '../lifecycle/decide.ts';
import { endRun, renewLease, saveRun } from '../lifecycle/held-run.ts';
import { startRun } from '../lifecycle/start-run.ts';
import { decisionsOfRun, eventsOfRun, runById } from '../store/runs.ts';
import type { HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';

type WithId = { Params: { id: string } };

/** A run's snapshot may hold several candidates' texts. */
const mostSaved = 32 * 1024 * 1024;

export function runRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, now, leaseMilliseconds } = context;

  scope.post<WithId>('/issues/:id/runs', async (request, reply): Promise<{ run: Run; resumed: boolean }> => {
    const { holder } = parseInput(startRunSchema, request.body);
    const { id } = request.params;
    const started = await store.write(transaction =>
      startRun(transaction, id, holder, now(), leaseMilliseconds),
    );
    reply.code(started.resumed ? 200 : 201);
    return started;
  });

  scope.get<WithId>('/runs/:id', async (request): Promise<z.infer<typeof runDetailSchema>> => {
    const { id } = request.params;
    const run = await runById(store.reader, id);
    if (run === undefined) throw new RequestError(404, 'unknown-run', `There is no run ${id.slice(0, 100)}.`);
    return {
      run,
      events: await eventsOfRun(store.reader, id),
      decisions: await decisionsOfRun(store.reader, id),
    };
  });

  scope.put<WithId>('/runs/:id', { bodyLimit: mostSaved }, (request): Promise<Run> => {
    const save = parseInput(saveRunSchema, request.body);
    return store.write(transaction =>
      saveRun(transaction, request.params.id, save, now(), leaseMilliseconds),
    );
  });

  scope.post<WithId>('/runs/:id/lease', (request): Promise<Run> => {
    const { fence } = parseInput(renewLeaseSchema, request.body);
    return store.write(transaction =>
      renewLease(transaction, request.params.id, fence, now(), leaseMilliseconds),
    );
  });

  scope.post<WithId>('/runs/:id/end', (request): Promise<Run> => {
    const end = parseInput(endRunSchema, request.body);
    return store.write(transaction => endRun(transaction, request.params.id, end, now()));
  });

  scope.post<WithId>('/runs/:id/decisions', (request): Promise<Run> => {
    const { version, decision } = parseInput(decideRunSchema, request.body);
    return store.write(transaction => decideRun(transaction, request.params.id, version, decision, now()));
  });
}
