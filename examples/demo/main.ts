import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { makeRepository } from '../repository/repository.ts';
import { checkOut, testsPass } from './checkout.ts';
import { type Crash, crashListSchema } from './crash.ts';
import { mergeAndDeploy } from './ending.ts';
import { Errata } from './errata.ts';
import { crashLedger } from './ledger.ts';
import { crashShop } from './shop.ts';
import { type Chapter, tell, tellEnding } from './story.ts';

type Example = 'shop' | 'ledger';

/** One line of `--json`: what became of one crash. */
interface Case {
  readonly issue: string;
  readonly example: Example;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly suspect: string | undefined;
  readonly engine: string | undefined;
  readonly label: string | undefined;
  readonly branch: string | undefined;
  readonly remote: string | undefined;
  readonly commit: string | undefined;
}

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    case: { type: 'string', multiple: true },
  },
});

/** The story is for a person; with `--json` it goes to stderr, so that stdout ends with the document. */
const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'errata-demo-'));
const log = join(folder, 'ledger.log');
const cases: Case[] = [];
let sound = true;

await using errata = await Errata.start(folder, [`ledger=${log}`]);
say(`Log center at ${errata.ready.url}; everything that is made lies in ${folder}\n`);
for (const example of ['shop', 'ledger'] as const) await tellExample(example);
say(
  sound
    ? `See it in VS Code: npm run start:editor\nAll of it lies in ${folder}`
    : `Not every error was fixed. What there is lies in ${folder}`,
);
if (options.json) process.stdout.write(`${JSON.stringify({ folder, cases })}\n`);
process.exitCode = sound ? 0 : 1;

async function tellExample(example: Example): Promise<void> {
  const file = new URL(`../${example}/crashes.json`, import.meta.url);
  const crashes = chosen(example, crashListSchema.parse(JSON.parse(await readFile(file, 'utf8'))));
  if (crashes.length === 0) return;
  const made = await makeRepository({ example, folder });
  const project = await errata.project(example);
  for (const [index, crash] of crashes.entries()) {
    const progress = progressLine(`${example} ${index + 1}/${crashes.length}`);
    progress(`making it crash: ${crash.title}`);
    const known = new Set((await errata.issues(example)).map(issue => issue.id));
    const run = (checkout: string, dsn?: string) => crashOnce(example, checkout, crash, made.head, dsn);
    await run(made.repository, project.dsn);
    const issue = await errata.nextIssue(example, known);
    const report = await errata.fix(issue.id, made.repository, progress);
    const check = await checkBranch(example, crash, made, report.published);
    sound &&= report.published !== undefined && check.testsPass && check.crashGone;
    const client = example === 'shop' ? '@sentry/node' : 'its log file';
    const chapter = { number: index + 1, of: crashes.length, example, crash, issue, client, report, check };
    say(`${tell({ ...chapter, repository: made.repository } satisfies Chapter)}\n`);
    if (!options.all && report.published) {
      progress('merging and deploying it');
      const fix = { ...report.published, issue: issue.id, project: example, repository: made.repository };
      const ending = await mergeAndDeploy(errata, { ...fix, folder });
      sound &&= ending.deployed === 'DEPLOYED';
      say(`${tellEnding(ending)}\n`);
    }
    cases.push(caseOf(example, issue.id, chapter));
  }
}

function chosen(example: Example, crashes: readonly Crash[]): readonly Crash[] {
  if (options.case) return crashes.filter(crash => options.case?.includes(crash.id));
  if (options.all) return crashes;
  return example === 'shop' ? crashes.slice(0, 1) : [];
}

/** Makes the example crash as a user would; true when it did. */
async function crashOnce(
  example: Example,
  checkout: string,
  crash: Crash,
  release: string,
  dsn: string | undefined,
): Promise<{ crashed: boolean; how: string }> {
  if (example === 'shop') {
    const { status } = await crashShop(checkout, crash, { release, ...(dsn === undefined ? {} : { dsn }) });
    return { crashed: status >= 500, how: `${crash.request?.method} ${crash.request?.path} → ${status}` };
  }
  const target = dsn === undefined ? join(folder, 'check.log') : log;
  const code = await crashLedger(checkout, crash, { scratch: folder, log: target, release });
  return { crashed: code !== 0, how: `ledger ${crash.command?.join(' ')} → exit ${code}` };
}

async function checkBranch(
  example: Example,
  crash: Crash,
  made: { repository: string; head: string },
  published: { branch: string; remote: string; commit: string } | undefined,
): Promise<Chapter['check']> {
  if (!published) return { testsPass: false, crashGone: false, how: 'no branch to check' };
  const clone = await mkdtemp(join(folder, 'check-'));
  await checkOut(published.remote, published.branch, clone, made.repository);
  const { crashed, how } = await crashOnce(example, clone, crash, published.commit, undefined);
  return { testsPass: await testsPass(example, clone), crashGone: !crashed, how };
}

function caseOf(example: Example, issue: string, { report }: Pick<Chapter, 'report'>): Case {
  const [location] = report.diagnosis?.locations ?? [];
  return {
    issue,
    example,
    file: location?.file,
    line: location?.line,
    suspect: report.diagnosis?.suspects[0]?.commit,
    engine: report.recommended?.engine,
    label: report.recommended?.label,
    branch: report.published?.branch,
    remote: report.published?.remote,
    commit: report.published?.commit,
  };
}

/** Progress while it works: on a terminal one line that is written over, else a line each. */
function progressLine(prefix: string): (message: string) => void {
  return message => process.stderr.write(`${styleText('dim', `${prefix}  ${message}`)}\n`);
}
