import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { type LocateSet, readResults } from '../results.ts';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import type { LocateTarget } from './answer.ts';
import { type BrokenCase, type Cases, readCases, reasonOf } from './case.ts';
import { figuresOf } from './figures.ts';
import { type Measured, measureCases } from './measure.ts';
import { missesOf } from './misses.ts';
import { locateRows } from './rows.ts';

export const locateUsage = 'npm run bench -- locate --cases FOLDER [--jobs N] [--misses] [--quick]';

const quickCases = 10;

interface LocateArguments {
  readonly cases: string;
  readonly jobs: number;
  readonly misses: boolean;
  readonly quick: boolean;
}

function readArguments(args: string[]): LocateArguments {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      misses: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const { cases, misses, quick } = values;
  if (cases === undefined) throw new UsageError('Say which folder holds the cases: --cases FOLDER.');
  const jobs = Number(values.jobs);
  if (!(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64)) {
    throw new UsageError('--jobs takes a whole number from 1 to 64.');
  }
  return { cases, jobs, misses, quick };
}

/** Locates the cases of a folder, prints how near the answers come to the truth, and records it. */
export async function benchLocate(args: string[], signal: AbortSignal): Promise<number> {
  const { cases: folder, jobs, misses, quick } = readArguments(args);
  const found = await casesIn(folder);
  const cases = quick ? found.cases.slice(0, quickCases) : found.cases;
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['agent', 'protocol']),
    command: `npm run bench -- locate ${args.map(arg => (arg === folder ? path.basename(path.resolve(folder)) : arg)).join(' ')}`,
    machine: await describeMachine(),
  };
  const { measured, broken } = await measureCases(cases, { jobs, signal, progress: say });
  const failed = measured.flatMap(({ case: { name }, failure: reason }) =>
    reason === undefined ? [] : [{ name, reason }],
  );
  tellBroken('Left out', [...found.broken, ...broken], say);
  tellBroken('Failed', failed, say);
  if (measured.length === 0) {
    say('No case could be measured.');
    return 1;
  }
  if (misses) for (const line of measured.flatMap(missesOf)) say(line);
  const figures = {
    errata: figuresFor(measured, 'errata'),
    'top-frame': figuresFor(measured, 'top-frame'),
    'sentry-rule': figuresFor(measured, 'sentry-rule'),
  };
  const rows = locateRows(figures);
  say(`\n${measured.length} cases\n\n${tableOf(rows)}`);
  if (quick) return 0;
  const name = path.basename(path.resolve(folder));
  await recordSet({ ...about, name, jobs, broken: [...found.broken, ...broken], failed, figures });
  return rows.some(isMissed) ? 1 : 0;
}

async function casesIn(folder: string): Promise<Cases> {
  try {
    return await readCases(folder);
  } catch (error) {
    throw new UsageError(`The folder ${folder} cannot be read: ${reasonOf(error)}`);
  }
}

function tellBroken(what: string, broken: readonly BrokenCase[], say: (line: string) => void): void {
  for (const { name, reason } of broken) say(`${what}: ${name}. ${reason}`);
}

function figuresFor(measured: readonly Measured[], target: LocateTarget) {
  return figuresOf(measured.map(({ targets }) => targets[target].score));
}

/** Keeps what was recorded of other folders. */
async function recordSet(set: LocateSet): Promise<void> {
  const others = (await readResults()).locate?.sets.filter(each => each.name !== set.name) ?? [];
  const sets = [...others, set].sort((a, b) => (a.name < b.name ? -1 : 1));
  await record('locate', { sets });
}
