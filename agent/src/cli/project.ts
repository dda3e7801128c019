import { createProjectSchema, type Project } from '@errata/protocol/log-center-api';
import { Command } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { CommandError } from './exit.ts';
import { Output } from './output.ts';

interface CenterOptions {
  logCenter?: string;
  json?: true;
}

/** `errata project`: what events are sent to, each with a DSN of its own. */
export function projectCommand(): Command {
  const project = new Command('project').description('Make and list the projects of a log center.');
  project
    .command('create <slug>')
    .description('Make a project, or give the one there is, with the DSN for its SDK.')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(create);
  project
    .command('list')
    .description('All projects with their DSNs.')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(list);
  return project;
}

async function create(slug: string, options: CenterOptions): Promise<void> {
  if (!createProjectSchema.safeParse({ slug }).success) {
    throw new CommandError(
      'bad-usage',
      `${slug} is no name for a project: small letters, digits and dashes only, 48 at most.`,
    );
  }
  const client = await connectLogCenter({ url: options.logCenter });
  const project = await client.project(slug);
  new Output(options.json === true).result(project, () => row(project));
}

async function list(options: CenterOptions): Promise<void> {
  const client = await connectLogCenter({ url: options.logCenter });
  const projects = await client.projects();
  new Output(options.json === true).result({ projects }, () => projects.map(row).join('\n'));
}

function row({ slug, dsn }: Project): string {
  return `${slug.padEnd(24)} ${dsn}`;
}
