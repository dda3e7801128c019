import { Command } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { Output, printable } from './output.ts';

/** `errata report`: how an error was fixed, from its first event to its end. */
export function reportCommand(): Command {
  return new Command('report')
    .description(
      'Report how an error was fixed: what happened when, who decided what, and how it went since.',
    )
    .argument('<issue>', 'such as SHOP-12')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(async (issue: string, { logCenter, json }: ReportOptions) => {
      const { follow } = await connectLogCenter({ url: logCenter });
      const report = await follow.report(issue);
      new Output(json === true).result(report, () => printable(report.markdown.trimEnd()));
    });
}

interface ReportOptions {
  logCenter?: string;
  json?: true;
}
