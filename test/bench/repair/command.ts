import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BrokenCase, reasonOf } from '../locate/case.ts';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { type RepairSet, readResults } from '../results.ts';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type BugsInPyChoice, bugsInPyCases } from './bugsinpy/cases.ts';
import { idChoices } from './bugsjs/bugs.ts';
import { type BugsJsChoice, bugsJsCases } from './bugsjs/cases.ts';
import { writeCalibration } from './calibration.ts';
import { type RepairCase, type RepairCases, readRepairCases } from './case.ts';
import { chosen } from './chosen.ts';
import { repairFigures } from './figures.ts';
import { answerOf, measureRepairs } from './measure.ts';
import { repairMisses } from './misses.ts';
import type { ModelArguments } from './model/command.ts';
import { quixBugsCases } from './quixbugs/cases.ts';
import { repairRows } from './rows.ts';

export const repairUsage =
  'npm run bench -- repair --cases FOLDER | --quixbugs FOLDER | --bugsjs FOLDER [--ids odd|even|all] [--reported FOLDER] | --bugsinpy FOLDER [--clones FOLDER] [--install] [--only NAME,…] [--jobs N] [--misses] [--quick] [--model PROVIDER:MODEL [--model-url URL] [--auto] [--most DOLLARS]] | --calibrate';

const quickCases = 5;

const sources = ['cases', 'quixbugs', 'bugsjs', 'bugsinpy'] as const;

interface RepairArguments {
  readonly source: (typeof sources)[number];
  readonly folder: string;
  /** Of BugsJS: which bugs; of BugsInPy: where its clones are. */
  readonly choice: BugsJsChoice & BugsInPyChoice;
  /** Names, or parts of them; empty for all cases. */
  readonly only: readonly string[];
  readonly jobs: number;
  readonly misses: boolean;
  readonly quick: boolean;
  readonly model: ModelArguments | undefined;
}

function readArguments(args: string[]): RepairArguments {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string' },
      quixbugs: { type: 'string' },
      bugsjs: { type: 'string' },
      ids: { type: 'string', default: 'odd' },
      reported: { type: 'string' },
      bugsinpy: { type: 'string' },
      clones: { type: 'string' },
      install: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      jobs: { type: 'string', default: '1' },
      misses: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      model: { type: 'string' },
      'model-url': { type: 'string' },
      auto: { type: 'boolean', default: false },
      most: { type: 'string' },
    },
  });
  const { misses, quick, reported, clones, install } = values;
  const [source, ...others] = sources.filter(name => values[name] !== undefined);
  const folder = source && values[source];
  if (source === undefined || folder === undefined || others.length > 0)
    throw new UsageError(
      'Say which folder holds the cases: --cases, --quixbugs, --bugsjs or --bugsinpy FOLDER.',
    );
  const ids = idChoices.find(choice => choice === values.ids);
  if (ids === undefined) throw new UsageError('--ids takes odd, even or all.');
  const jobs = Number(values.jobs);
  if (!(Number.isInteger(jobs) && jobs >= 1 && jobs <= 64))
    throw new UsageError('--jobs takes a whole number from 1 to 64.');
  const only = values.only.split(',').filter(name => name !== '');
  const most = values.most === undefined ? undefined : Number(values.most);
  if (most !== undefined && !(most > 0)) throw new UsageError('--most takes a sum in US dollars.');
  const { model: name, 'model-url': url, auto } = values;
  if (name === undefined && (url !== undefined || auto || most !== undefined))
    throw new UsageError('--model-url, --auto and --most go with --model PROVIDER:MODEL.');
  const model = name === undefined ? undefined : { model: name, url, auto, most };
  return { source, folder, choice: { ids, reported, clones, install }, only, jobs, misses, quick, model };
}

/** Repairs the cases of a folder, prints how near that comes to the truth, and records it. */
export async function benchRepair(args: string[], signal: AbortSignal): Promise<number> {
  if (args.includes('--calibrate')) {
    await recordSets((await readResults()).repair?.sets ?? []);
    return 0;
  }
  const asked = readArguments(args);
  const made = await mkdtemp(path.join(tmpdir(), 'errata-cases-'));
  try {
    return await repairAll(asked, made, args, signal);
  } finally {
    await rm(made, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function repairAll(
  { source, folder, choice, only, jobs, misses, quick, model }: RepairArguments,
  made: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const found = await casesIn({ source, folder, choice, only }, { made, signal, say });
  const names = chosen(
    found.cases.map(({ name }) => name),
    only,
  );
  const wanted = found.cases.filter(({ name }) => names.has(name));
  const cases = quick && only.length === 0 ? wanted.slice(0, quickCases) : wanted;
  if (model !== undefined) {
    const { benchModel } = await import('./model/command.ts');
    return benchModel(model, { cases, broken: found.broken, folder, jobs, signal, say });
  }
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['agent', 'protocol']),
    command: `npm run bench -- repair ${args.map(arg => ([folder, choice.reported, choice.clones].includes(arg) ? path.basename(path.resolve(arg)) : arg)).join(' ')}`,
    machine: await describeMachine(),
  };
  const judged = cases.filter(({ truth }) => truth !== undefined);
  const { measured, broken } = await measureRepairs(judged, { jobs, signal, progress: say });
  const failed = measured.flatMap(({ case: { name }, failure: reason }) =>
    reason === undefined ? [] : [{ name, reason }],
  );
  tellBroken('Left out', [...found.broken, ...broken], say);
  tellBroken('Failed', failed, say);
  if (measured.length === 0) {
    say('No case could be measured.');
    return 1;
  }
  if (misses) for (const line of measured.flatMap(repairMisses)) say(line);
  const answers = measured.map(answerOf);
  const name = nameOf(source, folder, choice);
  const rows = repairRows(name, repairFigures(answers));
  say(`\n${measured.length} cases\n\n${tableOf(rows)}`);
  if (quick || only.length > 0) return 0;
  await recordSet({ ...about, name, jobs, broken: [...found.broken, ...broken], failed, answers });
  return rows.some(isMissed) ? 1 : 0;
}

/** What the set is called by which results are kept and goals are found. */
function nameOf(source: RepairArguments['source'], folder: string, { ids }: BugsJsChoice): string {
  if (source === 'quixbugs' || source === 'bugsinpy') return source;
  return source === 'bugsjs' ? `bugsjs-${ids}` : path.basename(path.resolve(folder));
}

async function casesIn(
  { source, folder, choice, only }: Pick<RepairArguments, 'source' | 'folder' | 'choice' | 'only'>,
  { made, signal, say }: { made: string; signal: AbortSignal; say: (line: string) => void },
): Promise<RepairCases> {
  try {
    if (source === 'cases') return await readRepairCases(folder);
    const from = path.resolve(folder);
    if (source === 'bugsinpy')
      return await bugsInPyCases(from, choice, { choose: names => chosen(names, only), signal, say });
    const cases: RepairCase[] =
      source === 'bugsjs' ? await bugsJsCases(from, choice) : await quixBugsCases(from, made);
    return { cases, broken: [] };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The folder ${folder} cannot be read: ${reasonOf(error)}`);
  }
}

function tellBroken(what: string, broken: readonly BrokenCase[], say: (line: string) => void): void {
  for (const { name, reason } of broken) say(`${what}: ${name}. ${reason}`);
}

/** Keeps what was recorded of other folders. */
async function recordSet(set: RepairSet): Promise<void> {
  const others = (await readResults()).repair?.sets.filter(each => each.name !== set.name) ?? [];
  const sets = [...others, set].sort((a, b) => (a.name < b.name ? -1 : 1));
  await recordSets(sets);
}

/** What is measured tells from then on how sure fixes are. */
async function recordSets(sets: readonly RepairSet[]): Promise<void> {
  await writeCalibration(sets);
  await record('repair', { sets });
}
