import { parseArgs } from 'node:util';
import { benchEditor, editorUsage } from './editor/command.ts';
import { benchHooks, hooksUsage } from './hooks/command.ts';
import { type Measuring, measureIngest } from './ingest.ts';
import { benchLocate, locateUsage } from './locate/command.ts';
import { describeCommit, describeMachine } from './machine.ts';
import { record } from './record.ts';
import { benchRepair, repairUsage } from './repair/command.ts';
import { ingestSections, isMissed, type Section, streamSections } from './rows.ts';
import { benchSandbox, sandboxUsage } from './sandbox/command.ts';
import { benchScale, scaleUsage } from './scale/command.ts';
import { measureStream } from './stream.ts';
import { tableOf } from './table.ts';
import { UsageError } from './usage-error.ts';

const usage = `usage: npm run bench -- ingest|stream [--seconds N] [--quick]
       ${locateUsage}
       ${scaleUsage}
       ${repairUsage}
       ${sandboxUsage}
       ${editorUsage}
       ${hooksUsage}

  ingest       events drained per second, acknowledgements, memory
  stream       from an event to its subscribers
  locate       lines and commits of a folder of cases beside the truth (see docs/decisions/0014-how-locating-is-measured.md)
  scale        the time to locate in a repository of 100,000 commits, which is made for it
  sandbox      what each kind of sandbox adds to a run
  repair       fixes of broken trees beside the truth, without a model or with one: a folder of cases, or a checkout of
               QuixBugs, BugsJS or BugsInPy
  editor       the extension in a real VS Code: activation, arrival, load, memory (15 minutes)
  hooks        events beside 10,000 webhooks that are not to change anything
  --seconds N  how long each load lasts (60)
  --quick      a few seconds to see that it works; records and judges nothing
  --cases      the folder
  --jobs N     how many cases at once (1)
  --misses     tell what was wrong in each case
  --calibrate  of repair: only fits what a confidence is worth on what is recorded
  --model      of repair: a model that writes fixes beside the templates, by its key in the environment (docs/models.md).
               Each answer is kept below the folder, in .results, so that the same command goes on where it was stopped;
               the last lines are a table, and the figures and answers as JSON are beside them. Judges and records nothing
  --model-url  where the model is, if not at its provider
  --auto       ask it only where the templates come to nothing, as for people
  --most       US dollars for all cases together
  --only       of repair: these cases alone, by name or a part of it; of editor: these parts alone; records nothing
  --bugsjs     a folder of BugsJS' repositories, each by its project's name (eslint, express …); what they need is installed
               with npm below the folder, in .installed
  --ids        of BugsJS: which bugs, by number: odd, even or all (odd)
  --reported   of BugsJS: a folder of cases of locate; only the bugs that have one there, named PROJECT-NUMBER-ISSUE.json
  --clones     of BugsInPy: where the projects' clones lie, by name; what is missing is cloned there (.clones below the folder)
  --install    of BugsInPy: make virtual environments that are missing, with pip on this machine (.environments below the folder)

A case of repair is a case.json in a folder of its own, or one of several JSON files:
  { "tree": FOLDER or { "repo": FOLDER, "commit": REVISION },
    "event": EVENT or "failingTests": [NAMES OR FILES],
    "truth"?: { "files": { PATH: FIXED TEXT }, "check"?: { "command": […], "files": { PATH: TEXT } } } }
The check runs in the sandbox with a candidate and its own files in place; exit code 0 says that the candidate is right,
or with "compared": true that it prints the same as with the truth in place. A case without a truth measures models alone.

Prints the figures beside their budgets and records them in docs/benchmarks.md. Ends with 1 when a budget is missed.
ingest and stream run on Linux only. Loads go to 127.0.0.1.
`;

interface Arguments {
  readonly benchmark: 'ingest' | 'stream';
  readonly seconds: number;
  readonly quick: boolean;
}

function readArguments(): Arguments | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [benchmark, ...others] = positionals;
  if ((benchmark !== 'ingest' && benchmark !== 'stream') || others.length > 0) {
    throw new UsageError('Say which benchmark.');
  }
  const seconds = Number(values.seconds ?? (values.quick ? 3 : 60));
  if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= 3600)) {
    throw new UsageError('--seconds takes a whole number from 1 to 3600.');
  }
  return { benchmark, seconds, quick: values.quick };
}

async function main(signal: AbortSignal): Promise<number> {
  if (process.argv[2] === 'scale') return benchScale(process.argv.slice(3), signal);
  if (process.argv[2] === 'sandbox') return benchSandbox(process.argv.slice(3), signal);
  if (process.argv[2] === 'hooks') return benchHooks(process.argv.slice(3), signal);
  if (process.argv[2] === 'editor') return benchEditor(process.argv.slice(3), signal);
  if (process.argv[2] === 'repair') return benchRepair(process.argv.slice(3), signal);
  if (process.argv[2] === 'locate') return benchLocate(process.argv.slice(3), signal);
  const chosen = readArguments();
  if (chosen === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  if (process.platform !== 'linux') throw new UsageError('Memory and processor time are read from /proc.');
  const { benchmark, seconds, quick } = chosen;
  const how: Measuring = {
    seconds,
    idleSeconds: quick ? 1 : 5,
    warmSeconds: quick ? 1 : 5,
    signal,
    progress: line => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`),
  };
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['log-center', 'protocol']),
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`,
    seconds,
    machine: await describeMachine(),
  };
  const results = benchmark === 'ingest' ? await measureIngest(how) : await measureStream(how);
  const sections = 'connections' in results ? ingestSections(results) : streamSections(results);
  print(sections, results.absent);
  if (quick) return 0;
  await record(benchmark, { ...about, ...results });
  const missed = sections.flatMap(section => section.rows).filter(isMissed);
  return missed.length === 0 ? 0 : 1;
}

function print(sections: readonly Section[], absent: readonly { target: string; reason: string }[]): void {
  for (const { title, rows } of sections) process.stdout.write(`\n${title}\n\n${tableOf(rows)}\n`);
  for (const { target, reason } of absent) process.stdout.write(`\nNot measured: ${target}. ${reason}\n`);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
try {
  process.exitCode = await main(stopping.signal);
} catch (error) {
  const isMisused =
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (isMisused) {
    process.stderr.write(`${error.message}\n${usage}`);
    process.exitCode = 2;
  } else if (stopping.signal.aborted) {
    process.stderr.write('Stopped.\n');
    process.exitCode = 130;
  } else throw error;
}
