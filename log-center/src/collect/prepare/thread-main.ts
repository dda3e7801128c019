import { parentPort } from 'node:worker_threads';
import { EventInputError } from '@errata/protocol/event-input';
import { release } from '../../release.ts';
import { CollectError } from '../collect-error.ts';
import type { Received } from '../received.ts';
import type { WorkProject } from './prepare-event.ts';
import type { Order, Report } from './thread-messages.ts';
import { work } from './work.ts';

/* The program of a preparing thread. */

const port = parentPort;
if (port === null) throw new Error('This is the program of a thread.');
const projects = new Map<number, WorkProject>();

port.on('message', (order: Order) => {
  if (order.kind === 'project') {
    projects.set(order.project.id, order.project);
    return;
  }
  const report = workOn(order.project, order.received);
  release(order.received.bytes);
  const body =
    report.kind === 'done' && 'prepared' in report.worked ? report.worked.prepared.body : undefined;
  port.postMessage(report, body === undefined ? [] : [body.buffer]);
});
port.postMessage({ kind: 'ready' } satisfies Report);

function workOn(id: number, received: Received): Report {
  const project = projects.get(id);
  try {
    if (project === undefined) throw new Error(`The thread was not told of project ${id}.`);
    return { kind: 'done', worked: work(project, received) };
  } catch (error) {
    if (error instanceof CollectError) {
      return { kind: 'refused', by: 'collect', reason: error.reason, message: error.message };
    }
    if (error instanceof EventInputError) {
      return { kind: 'refused', by: 'input', reason: error.reason, message: error.message };
    }
    return { kind: 'broke', error: error instanceof Error ? error : new Error(String(error)) };
  }
}
