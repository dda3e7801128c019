import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { measureLocateScale } from './measure.ts';
import { scaleRows } from './page.ts';

export const scaleUsage = 'npm run bench -- scale [--quick]';

const whole = { commits: 100_000, files: 2_000, seed: 1, coldRuns: 3, warmRuns: 5, quiet: true };
const quickly = { commits: 2_000, files: 200, seed: 1, coldRuns: 1, warmRuns: 1, quiet: false };

/** Makes a repository with a long history, times `errata locate` on it, prints and records that. */
export async function benchScale(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({ args, options: { quick: { type: 'boolean', default: false } } });
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['agent', 'protocol']),
    command: ['npm run bench -- scale', ...args].join(' '),
    machine: await describeMachine(),
  };
  const scale = await measureLocateScale({ ...(values.quick ? quickly : whole), signal });
  const rows = scaleRows(scale);
  process.stdout.write(`${scale.commits} commits, ${scale.files} files\n\n${tableOf(rows)}\n`);
  if (values.quick) return 0;
  await record('scale', { ...about, ...scale });
  return rows.some(isMissed) ? 1 : 0;
}
