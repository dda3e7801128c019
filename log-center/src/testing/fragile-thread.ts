import { parentPort } from 'node:worker_threads';
import type { Order, Report } from '../collect/prepare/thread-messages.ts';
import { work } from '../collect/prepare/work.ts';
import { testProject } from './test-project.ts';

/* A preparing thread that some events are too much for. */

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'project') return;
  const text = Buffer.from(order.received.bytes).toString();
  while (text.includes('endless'));
  const hoard: string[][] = [];
  while (text.includes('boundless')) hoard.push(Array.from({ length: 10_000 }, (_, index) => `${index}`));
  const worked = work(testProject, order.received);
  parentPort?.postMessage({ kind: 'done', worked } satisfies Report);
});
parentPort?.postMessage({ kind: 'ready' } satisfies Report);
