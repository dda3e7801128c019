import type { Issue } from '@errata/protocol/issue';
import { issueStatusSchema } from '@errata/protocol/issue';
import { Command, InvalidArgumentError, Option } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { Output, printable } from './output.ts';

/** `errata issues`: what the log center holds, last seen first. */
export function issuesCommand(): Command {
  return new Command('issues')
    .description('List the errors that the log center holds, last seen first.')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .addOption(new Option('--status <status>', 'only this status').choices(issueStatusSchema.options))
    .option('--search <query>', 'such as "level:error release:1.2 some words"')
    .addOption(new Option('--limit <number>', 'at most so many (1–200)').default(50).argParser(limitOf))
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--json', 'print one JSON document')
    .action(async (options: IssuesOptions) => {
      const client = await connectLogCenter({ url: options.logCenter });
      const page = await client.issues({
        status: issueStatusSchema.optional().parse(options.status),
        q: options.search,
        cursor: options.cursor,
        limit: options.limit,
      });
      new Output(options.json === true).result(page, () => table(page.issues, client.url));
    });
}

interface IssuesOptions {
  logCenter?: string;
  status?: string;
  search?: string;
  limit: number;
  cursor?: string;
  json?: true;
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError('A number from 1 to 200 is needed.');
}

function table(issues: readonly Issue[], url: string): string {
  if (issues.length === 0)
    return `No errors at ${url}. Point an SDK's DSN at it ("errata doctor" prints the DSN).`;
  return issues
    .map(issue => {
      const head = `${issue.id.padEnd(12)} ${issue.status.padEnd(14)} ${String(issue.count).padStart(6)}×  ${issue.lastSeen}`;
      return `${head}  ${printable(issue.title)}\n${' '.repeat(13)}${printable(issue.culprit)}`;
    })
    .join('\n');
}
