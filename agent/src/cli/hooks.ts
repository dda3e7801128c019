import { type Hook, hookSourceSchema } from '@errata/protocol/hook';
import { Command, Option } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { CommandError } from './exit.ts';
import { hookSteps } from './hook-steps.ts';
import { Output } from './output.ts';

interface HooksOptions {
  project: string;
  add?: string;
  remove?: string;
  logCenter?: string;
  json?: true;
}

/** `errata hooks`: what forges and deploy pipelines may tell by themselves. */
export function hooksCommand(): Command {
  return new Command('hooks')
    .description('List, add and remove the webhooks that a project takes.')
    .option('--project <slug>', 'the project', 'default')
    .addOption(
      new Option('--add <source>', 'take the webhooks of one more; its secret is printed this once')
        .choices(hookSourceSchema.options)
        .conflicts('remove'),
    )
    .option('--remove <id>', 'take nothing more that is signed with the secret of this one')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(hooks);
}

async function hooks({ project, add, remove, logCenter, json }: HooksOptions): Promise<void> {
  if (remove !== undefined && !/^\d{1,9}$/.test(remove)) {
    throw new CommandError('bad-usage', `${remove} is not the number of a webhook.`);
  }
  const { follow } = await connectLogCenter({ url: logCenter });
  const output = new Output(json === true);
  if (add !== undefined) {
    const hook = await follow.createHook(project, hookSourceSchema.parse(add));
    output.result({ hook }, () => `${row(hook)}\n\n${hookSteps(hook)}`);
  } else if (remove !== undefined) {
    const hook = await follow.removeHook(project, Number(remove));
    output.result({ hook }, () => row(hook));
  } else {
    const all = await follow.hooks(project);
    output.result({ hooks: all }, () => all.map(row).join('\n') || 'There are none.');
  }
}

function row({ id, source, url, heardAt }: Hook): string {
  const heard = heardAt === undefined ? 'nothing came yet' : `last heard ${heardAt}`;
  return `${String(id).padStart(4)}  ${source.padEnd(11)}  ${url}  ${heard}`;
}
