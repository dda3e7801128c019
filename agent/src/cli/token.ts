import { scopeSchema, type Token } from '@errata/protocol/access';
import { Command, Option } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import { CommandError } from './exit.ts';
import { Output, printable } from './output.ts';

interface CenterOptions {
  logCenter?: string;
  json?: true;
}

/** `errata token`: who may reach the log center. */
export function tokenCommand(): Command {
  const token = new Command('token').description('Make, list and revoke the tokens of a log center.');
  token
    .command('create <name>')
    .description('Make a token. Its secret is printed this once.')
    .addOption(
      new Option('--scope <scope...>', 'what it allows to').choices(scopeSchema.options).default(['read']),
    )
    .option('--project <slug>', 'the only project that it reaches')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(create);
  token
    .command('list')
    .description('All tokens, without their secrets.')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(list);
  token
    .command('revoke <id>')
    .description('Accept a token no more.')
    .option('--log-center <url>', 'log center to ask; without it, your embedded one')
    .option('--json', 'print one JSON document')
    .action(revoke);
  return token;
}

async function create(
  name: string,
  options: CenterOptions & { scope: string[]; project?: string },
): Promise<void> {
  const client = await connectLogCenter({ url: options.logCenter });
  const { project } = options;
  const scopes = options.scope.map(scope => scopeSchema.parse(scope));
  const made = await client.createToken({ name, scopes, ...(project !== undefined && { project }) });
  new Output(options.json === true).result(made, () => `${row(made.token)}\n\n${made.secret}`);
}

async function list(options: CenterOptions): Promise<void> {
  const client = await connectLogCenter({ url: options.logCenter });
  const tokens = await client.tokens();
  new Output(options.json === true).result({ tokens }, () => tokens.map(row).join('\n') || 'There are none.');
}

async function revoke(id: string, options: CenterOptions): Promise<void> {
  if (!/^\d{1,9}$/.test(id)) throw new CommandError('bad-usage', `${id} is not the number of a token.`);
  const client = await connectLogCenter({ url: options.logCenter });
  const token = await client.revokeToken(Number(id));
  new Output(options.json === true).result({ token }, () => row(token));
}

function row(token: Token): string {
  const reach = token.project === undefined ? 'all projects' : token.project;
  const life =
    token.revokedAt !== undefined
      ? `revoked ${token.revokedAt}`
      : token.lastUsedAt === undefined
        ? 'never used'
        : `last used ${token.lastUsedAt}`;
  return `${String(token.id).padStart(4)}  ${printable(token.name)}  ${token.scopes.join(' ')}  ${reach}  ${life}`;
}
