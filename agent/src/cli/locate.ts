import type { LocateReport } from '@errata/protocol/cli';
import type { Event } from '@errata/protocol/event';
import { Command } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import type { LastGood } from '../locate/last-good.ts';
import { resolveRelease } from '../locate/release.ts';
import { readWorkingCopy } from '../locate/working-copy.ts';
import { analyse } from '../workflow/analysis.ts';
import { knownOccurrences } from '../workflow/known-occurrences.ts';
import { knownReleases } from '../workflow/known-releases.ts';
import { presentDiagnosis } from '../workflow/present.ts';
import { checkEventOptions, namedEvent } from './event-option.ts';
import { CommandError, exitCodes } from './exit.ts';
import { locateText } from './locate-text.ts';
import { Output } from './output.ts';
import { whoseError } from './whose-error.ts';

/** `errata locate`: from a stack trace to the line as it is now, the suspect commits, the owners and the impact. */
export function locateCommand(): Command {
  return new Command('locate')
    .description('Find the line, the suspect commits, the owners and the impact of an error.')
    .option('--event <file>', 'a Sentry event, an envelope, or a stack trace as text')
    .option('--issue <id>', 'an issue of the log center')
    .option('--repo <folder>', 'the repository', '.')
    .option('--log-center <url>', 'log center that holds the issue; without it, your embedded one')
    .option('--release <name>', 'the release that failed, where the event does not say or says it wrong')
    .option('--last-good <rev>', 'a release or revision that did not fail; what it holds is hardly suspect')
    .option('--json', 'print one JSON document')
    .action(async (options: LocateOptions) => {
      const output = new Output(options.json === true);
      const { event, project, isOnlyProject, releases, occurrences } = await eventAndIssue(options);
      const repository = await Repository.open(options.repo);
      const tree = new SourceTree(repository, await repository.head());
      try {
        const lastGood = await namedLastGood(options, repository);
        const known = lastGood === undefined ? releases : { announced: [], ...releases, lastGood };
        const analysis = await analyse({ event, repository, tree, releases: known, occurrences });
        const textNow = (path: string) => readWorkingCopy(repository.root, path);
        const diagnosis = await presentDiagnosis(analysis.diagnosis, tree, textNow);
        const about = { event, repository, tree, mapped: analysis.mapped, project, isOnlyProject, releases };
        const report: LocateReport = {
          ...diagnosis,
          belongs: await whoseError(about),
          repository: repository.root,
          head: tree.commit,
        };
        output.result(report, () => locateText(report));
        if (report.locations.length > 0) return;
        output.progress(nothingFound(report));
        process.exitCode = exitCodes.noResult;
      } finally {
        await tree.dispose();
      }
    });
}

interface LocateOptions {
  event?: string;
  issue?: string;
  repo: string;
  logCenter?: string;
  release?: string;
  lastGood?: string;
  json?: true;
}

/** The event, and what a log center knows of it where one is asked at all. */
async function eventAndIssue(options: LocateOptions) {
  checkEventOptions(options);
  const { issue: id, logCenter } = options;
  const ofRelease = (event: Event) =>
    options.release === undefined ? event : { ...event, release: options.release };
  if (id === undefined && logCenter === undefined)
    return { event: ofRelease(await namedEvent(options)), isOnlyProject: true };
  const client = await connectLogCenter({ url: logCenter });
  const detail = id === undefined ? undefined : await client.issue(id);
  const event = ofRelease(detail?.event ?? (await namedEvent(options)));
  const [releases, occurrences] = await Promise.all([
    knownReleases(() => client, event, id),
    detail && knownOccurrences(() => client, detail.issue),
  ]);
  const isOnlyProject = detail === undefined || (await client.projects()).length === 1;
  return { event, project: detail?.issue.project, isOnlyProject, releases, occurrences };
}

/** Unlike what an event or a log center says, any revision will do here. */
async function namedLastGood(
  { lastGood: name }: LocateOptions,
  repository: Repository,
): Promise<LastGood | undefined> {
  if (name === undefined) return undefined;
  const commit = (await resolveRelease(repository, name)) ?? (await repository.resolve(name));
  if (commit === undefined) {
    throw new CommandError('bad-usage', `--last-good: there is no revision or release ${name} here.`);
  }
  return { name, commits: [commit], from: 'you' };
}

/** Why there is no location, and what to do. */
export function nothingFound(report: Pick<LocateReport, 'unmapped' | 'repository'>): string {
  if (report.unmapped.length === 0) return 'The event has no stack trace, so there is no line to find.';
  const frames = report.unmapped
    .slice(0, 5)
    .map(frame => `  ${frame.file}:${frame.line ?? '?'}  ${frame.reason}`);
  return `No frame of the trace is in ${report.repository}. Is it the right repository (--repo)?\n${frames.join('\n')}`;
}
