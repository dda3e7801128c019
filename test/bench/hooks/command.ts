import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { measureHooks } from './measure.ts';
import { hookRows } from './page.ts';

export const hooksUsage = 'npm run bench -- hooks [--quick]';

/** Sends events with and without a flood of webhooks beside them, prints and records how they fare. */
export async function benchHooks(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false } } });
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['log-center', 'protocol']),
    command: ['npm run bench -- hooks', ...args].join(' '),
    machine: await describeMachine(),
  };
  const measures = await measureHooks({
    ...(values.quick ? { webhooks: 500, seconds: 3 } : { webhooks: 10_000, seconds: 20 }),
    signal,
    progress: line => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  });
  const rows = hookRows(measures);
  process.stdout.write(`\n${tableOf(rows)}\n`);
  if (values.quick) return 0;
  await record('hooks', { ...about, ...measures });
  return rows.some(isMissed) ? 1 : 0;
}
