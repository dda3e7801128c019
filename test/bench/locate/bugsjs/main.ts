import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { git } from '../../../../agent/src/git/git.ts';
import { fixedPlaces } from './fixed-places.ts';
import { oddReports, type Report } from './reports.ts';

const usage = `usage: node test/bench/locate/bugsjs/main.ts FOLDER --dataset REPO --fork NAME=REPO...

Makes cases for npm run bench -- locate out of the odd bugs of BugsJS whose report quotes a stack trace. The dataset is
github.com/BugsJS/bug-dataset, the forks are those of its projects (Eslint, Karma, …). What is reported is not what is
checked out: the traces are of the versions that people had, and say nothing of the release.
`;

async function convert(folder: string, dataset: string, name: string, fork: string): Promise<number> {
  const file = `HEAD:Projects/${name}/${name}_issues.bin`;
  const { stdout } = await git.output(['show', file], { cwd: dataset });
  let made = 0;
  for (const report of oddReports(stdout)) {
    const written = await caseOf(report, name, fork);
    if (written === undefined) continue;
    const place = path.join(folder, `${name.toLowerCase()}-${report.bug}-${report.issue}.json`);
    await writeFile(place, `${JSON.stringify(written, null, 2)}\n`);
    made++;
  }
  return made;
}

/** Nothing when the report has no trace, or only one of other code. */
async function caseOf({ bug, text }: Report, name: string, fork: string): Promise<object | undefined> {
  if (!/^\s*at .*:\d+:\d+\)?\s*$/m.test(text)) return undefined;
  let event: Event;
  try {
    event = eventFromBytes(new TextEncoder().encode(text));
  } catch {
    return undefined;
  }
  if (!(await speaksOf(fork, `Bug-${bug}`, event))) return undefined;
  const places = await fixedPlaces(fork, `Bug-${bug}`, `Bug-${bug}-fix`);
  if (places === undefined) return undefined;
  return { repo: fork, head: `Bug-${bug}`, event, truth: places, about: { project: name } };
}

/** True when a frame is of the project: the folder and the name of its file are those of one of its files. */
async function speaksOf(fork: string, tag: string, { exceptions }: Event): Promise<boolean> {
  const said = await git.run(['ls-tree', '-r', '-z', '--name-only', `refs/tags/${tag}`], { cwd: fork });
  const known = new Set(said.split('\0').map(file => file.split('/').slice(-2).join('/')));
  const frames = exceptions.flatMap(exception => exception.frames);
  return frames.some(({ file }) => known.has(file.replaceAll('\\', '/').split('/').slice(-2).join('/')));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dataset: { type: 'string' }, fork: { type: 'string', multiple: true, default: [] } },
});
const [folder, ...more] = positionals;
const { dataset } = values;
const forks = [...values.fork, ...more].map(each => each.split('='));
if (folder === undefined || dataset === undefined || forks.length === 0) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await mkdir(folder, { recursive: true });
  for (const [name = '', fork = ''] of forks) {
    const made = await convert(folder, path.resolve(dataset), name, path.resolve(fork));
    process.stdout.write(`${name}: ${made} cases\n`);
  }
}
