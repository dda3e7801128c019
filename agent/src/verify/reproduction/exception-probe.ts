import { jsonOf } from '@errata/protocol/lenient';
import { z } from 'zod';
import type { Sighting } from '../frameworks/framework.ts';
import { parseV8Error } from '../frameworks/stack.ts';

export const probeFile = '.errata/exceptions.mjs';
export const sightingsFile = '.errata/exceptions.jsonl';

const most = 2_000;

/**
 * Preloaded into Node: notes every exception that is thrown, also those that a framework catches and answers with a
 * status. A debugger session from a worker sees them without a port and whatever the program does to `Error`.
 */
export const probeSource = `import { appendFileSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';

const watcher = \`
const { appendFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { parentPort, workerData } = require('node:worker_threads');
setInterval(() => {}, 1 << 30);
const session = new Session();
session.connectToMainThread();
let seen = 0;
session.on('Debugger.paused', ({ params }) => {
  const description = params.data?.description;
  if (description && seen++ < ${most}) {
    appendFileSync(workerData, JSON.stringify({ description, className: params.data.className }) + '\\\\n');
  }
  session.post('Debugger.resume');
});
session.post('Debugger.enable', () => {
  session.post('Debugger.setPauseOnExceptions', { state: 'all' }, () => parentPort.postMessage('ready'));
});
\`;

if (isMainThread && process.env.ERRATA_EXCEPTIONS) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const worker = new Worker(watcher, { eval: true, env, execArgv: [], workerData: process.env.ERRATA_EXCEPTIONS });
  await new Promise(resolve => {
    worker.once('message', resolve);
    worker.once('error', error => {
      appendFileSync(process.env.ERRATA_EXCEPTIONS, '');
      console.error('The exception probe does not work here: ' + error.message);
      resolve();
    });
  });
  worker.unref();
}
`;

const lineSchema = z.object({ description: z.string(), className: z.string().optional() });

/** Reads what the probe noted; lines that are cut off are left out. */
export function parseSightings(text: string | undefined, workspace: string): Sighting[] {
  return (text ?? '').split('\n').flatMap(line => {
    const parsed = lineSchema.safeParse(jsonOf(line));
    if (!parsed.success) return [];
    const seen = parseV8Error(parsed.data.description, workspace);
    const className = parsed.data.className;
    // The description starts with the class where the name was set on the instance only after construction.
    return className === undefined || className === seen.type ? [seen] : [seen, { ...seen, type: className }];
  });
}
