import { basename } from 'node:path';
import type { RunView } from '@errata/protocol/agent-rpc';
import { Command, Option } from 'commander';
import type { LogCenterClient } from '../center/client.ts';
import { connectLogCenter } from '../center/connect.ts';
import { LogCenterError } from '../center/error.ts';
import { Repository } from '../git/repository.ts';
import { readEventFile } from '../intake/event-file.ts';
import { SANDBOX_KINDS, type SandboxKind } from '../sandbox/sandbox.ts';
import { requireConsent } from '../sandbox/unsandboxed/consent.ts';
import { publishedEarlier } from '../workflow/earlier-run.ts';
import { FixSession } from '../workflow/fix-session.ts';
import { holderHere, personHere } from '../workflow/holder.ts';
import { type EngineOptions, enginesFrom, withEngineOptions } from './engine-options.ts';
import { CommandError, exitCodes } from './exit.ts';
import { fixReport } from './fix-report.ts';
import { fixText } from './fix-text.ts';
import { type ForgeOption, withForgeOption } from './forge-option.ts';
import { heldBack } from './held-back.ts';
import { notProven } from './not-proven.ts';
import { Output } from './output.ts';
import { doubtAboutIssue } from './whose-error.ts';

/** `errata fix`: from an error, or from failing tests, to a proven fix, and on demand to a pushed branch or into the folder. */
export function fixCommand(): Command {
  const command = new Command('fix')
    .description(
      'Find the cause of an error, or of failing tests, write a fix, prove it in a sandbox, and with --publish push it.',
    )
    .option('--event <file>', 'a Sentry event, an envelope, or a stack trace as text')
    .option('--issue <id>', 'an issue of the log center')
    .option('--tests [names...]', 'failing tests, by name, file or folder; without names, those that fail')
    .option('--repo <folder>', 'the repository', '.')
    .option('--publish', 'push the fix and open its pull request, if it was proven; not with --tests')
    .option(
      '--plausible',
      'with --publish, also if it is plausible only: no test is worse, and the error was not reproduced',
    )
    .option('--also <ids...>', 'other issues that the fix fixes as well; with --publish')
    .option('--apply', 'write the fix to the working folder; with --tests')
    .addOption(
      new Option('--sandbox <kind>', 'the sandbox to use; without it, the best that works').choices(
        SANDBOX_KINDS,
      ),
    )
    .option('--no-sandbox', 'do without one, where you agreed to that (errata no-sandbox says what it means)')
    .option('--test-command <command>', 'what runs all tests; without it, it is found from the project')
    .option('--install', 'install missing dependencies, apart from the folder; this reaches the network');
  return withForgeOption(withEngineOptions(command))
    .option('--log-center <url>', 'log center to work with; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(async (options: FixOptions) => {
      process.exitCode = await fix(options);
    });
}

interface FixOptions extends EngineOptions, ForgeOption {
  event?: string;
  issue?: string;
  /** Commander's way: true without names. */
  tests?: string[] | true;
  repo: string;
  publish?: true;
  plausible?: true;
  also?: string[];
  apply?: true;
  /** Commander's way: false for --no-sandbox, true for neither. */
  sandbox: SandboxKind | boolean;
  testCommand?: string;
  install?: true;
  logCenter?: string;
  json?: true;
}

async function fix(options: FixOptions): Promise<number> {
  checkOptions(options);
  const engines = enginesFrom(options);
  const output = new Output(options.json === true);
  const input = options.event === undefined ? undefined : await readEventFile(options.event);
  const repository = await Repository.open(options.repo);
  const sandbox = options.sandbox === false ? 'none' : options.sandbox === true ? undefined : options.sandbox;
  if (sandbox === 'none') await requireConsent(repository.root);
  if (options.tests !== undefined) {
    const { fixTests } = await import('./fix-tests.ts');
    return fixTests({
      repository,
      folder: options.repo,
      tests: options.tests === true ? [] : options.tests.flatMap(splitNames),
      sandbox,
      testCommand: options.testCommand,
      install: options.install,
      engines,
      apply: options.apply === true,
      output,
    });
  }
  const head = await repository.head();
  const changed = await repository.changedFiles();
  if (changed.length > 0) {
    const files = changed.length === 1 ? '1 file has' : `${changed.length} files have`;
    output.progress(
      `${files} uncommitted changes: the fix is made on HEAD (${head.slice(0, 10)}), without them.`,
    );
  }
  const connect = () => connectLogCenter({ url: options.logCenter });
  const client = await connect();
  const issue = input ? await store(client, input.bytes, repository) : String(options.issue);
  const earlier = await publishedEarlier(client, issue, { repository: repository.root, head });
  if (earlier) {
    output.progress(`${issue}  A fix for this commit was pushed before`);
    const { view, context } = earlier;
    const isWhole = !options.publish || view.publication?.pullRequest?.number !== undefined;
    if (isWhole) return report(output, view, repository);
    const { publishLater } = await import('../workflow/publish-later.ts');
    const tell = (message: string) => output.progress(`${issue}  ${message}`);
    const how = { folder: repository.root, forges: options.forge, connect, report: tell };
    const { signal } = new AbortController();
    return report(
      output,
      { ...view, publication: await publishLater(context, { ...how, signal }) },
      repository,
    );
  }
  const doubt = await doubtAboutIssue(client, issue, { repository, head, isStored: input !== undefined });
  if (doubt !== undefined) output.progress(`${issue}  ${doubt}`);
  const session = await startWhenFree({
    issue,
    folder: repository.root,
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(options.testCommand === undefined ? {} : { testCommand: options.testCommand }),
    ...(options.install ? { install: true } : {}),
    engines,
    forges: options.forge,
    holder: holderHere('errata fix'),
    connect,
    changed: tellProgress(output),
  });
  const stop = () => void session.cancel();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    let view = await session.settled();
    if (view.stage === 'awaiting-approval' && options.publish) {
      const changes = session.recommendedChanges();
      const failure = heldBack(changes) ?? (options.plausible ? undefined : notProven(view));
      if (failure) return report(output, { ...view, failure }, repository);
      view = await session.approve(personHere(), { changes, others: options.also });
    }
    return report(output, view, repository);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await session[Symbol.asyncDispose]();
  }
}

function checkOptions({ event, issue, tests, publish, plausible, also, apply }: FixOptions): void {
  if ([event, issue, tests].filter(given => given !== undefined).length !== 1)
    throw new CommandError('bad-usage', 'Give one of --event FILE or --issue ID or --tests [NAMES].');
  if (tests !== undefined && publish)
    throw new CommandError(
      'bad-usage',
      '--publish goes with --event or --issue; with --tests, --apply writes the fix to the working folder.',
    );
  if (also !== undefined && !publish)
    throw new CommandError('bad-usage', '--also goes with --publish: it says what the pull request fixes.');
  if (plausible && !publish)
    throw new CommandError('bad-usage', '--plausible goes with --publish: it says what may be pushed.');
  if (tests === undefined && apply)
    throw new CommandError(
      'bad-usage',
      '--apply goes with --tests; with --event or --issue, --publish pushes the fix as a branch.',
    );
}

/** `a,b` are two names; a comma within a sentence belongs to it. */
function splitNames(names: string): string[] {
  return names.split(/,(?=\S)/).filter(name => name.trim() !== '');
}

function report(output: Output, view: RunView, repository: Repository): number {
  const document = fixReport(view, { repository: repository.root });
  output.result(document, () => fixText(document));
  return document.status === 'no-fix' || document.status === 'refused' ? exitCodes.noResult : exitCodes.done;
}

/** An event from a file becomes an issue like any other, in a project named after the repository. */
async function store(client: LogCenterClient, bytes: Uint8Array, repository: Repository): Promise<string> {
  const slug = basename(repository.root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  const project = await client.project(slug || 'project');
  return (await client.addEvent(bytes, project.slug)).issue;
}

async function startWhenFree(options: Parameters<typeof FixSession.start>[0]): Promise<FixSession> {
  try {
    return await FixSession.start(options);
  } catch (error) {
    if (!LogCenterError.is(error, 'lease-held')) throw error;
    throw new LogCenterError(
      'lease-held',
      `${error.message} Its issue is given back when it ends, or when its lease runs out.`,
    );
  }
}

/** One line per step, however often the view changes. */
function tellProgress(output: Output): (view: RunView) => void {
  let last = '';
  return view => {
    const line = `${view.issue}  ${view.message}`;
    if (line !== last) output.progress(line);
    last = line;
  };
}
