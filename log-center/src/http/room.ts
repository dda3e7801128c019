import type { FastifyReply } from 'fastify';
import { CollectError } from '../collect/collect-error.ts';
import { backOffHeaders } from '../collect/rate-limit.ts';
import type { HttpContext } from './context.ts';

/** So many writes that wait are more than can be worked off in a moment. */
const mostWaiting = 2000;
const waitSeconds = { overloaded: 5, diskFull: 60 };

/**
 * Demands that there is room for another event, before anything of it is read.
 * @throws {CollectError} `overloaded`, `disk-full`
 */
export async function demandRoom(
  { disk, store, collector }: HttpContext,
  reply: FastifyReply,
): Promise<void> {
  if (!(await disk.hasRoom())) {
    reply.headers(backOffHeaders(new Map([['all', waitSeconds.diskFull]])));
    throw new CollectError('disk-full', 'The disk of the log center is nearly full. Send it again later.');
  }
  if (store.waiting + collector.waiting > mostWaiting) {
    reply.headers(backOffHeaders(new Map([['all', waitSeconds.overloaded]])));
    throw new CollectError('overloaded', 'The log center has too much to do. Send it again later.');
  }
}
