import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { tableOf } from '../table.ts';
import { measureSandboxes } from './measure.ts';
import { sandboxRows } from './page.ts';

export const sandboxUsage = 'npm run bench -- sandbox [--quick]';

/** Times runs that do nothing in every sandbox of this machine, prints and records that. */
export async function benchSandbox(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false } } });
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['agent', 'protocol']),
    command: ['npm run bench -- sandbox', ...args].join(' '),
    machine: await describeMachine(),
  };
  const measures = await measureSandboxes({
    ...(values.quick ? { files: 200, runs: 3 } : { files: 5000, runs: 30 }),
    signal,
  });
  process.stdout.write(`${tableOf(sandboxRows(measures))}\n`);
  for (const { target, reason } of measures.absent)
    process.stdout.write(`\nNot measured: ${target}. ${reason}\n`);
  if (values.quick) return 0;
  await record('sandbox', { ...about, ...measures });
  return 0;
}
