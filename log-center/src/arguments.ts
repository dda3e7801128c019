import { parseArgs } from 'node:util';
import { createProjectSchema } from '@errata/protocol/log-center-api';
import { usualDataDirectory } from './data-directory.ts';

/** The command line cannot be used; the message says what is wrong with it. */
export class UsageError extends Error {
  readonly reason = 'usage' as const;

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** What the process is to do. */
export type Arguments =
  | { readonly command: 'help' }
  | ServeArguments
  | {
      readonly command: 'backup' | 'restore';
      readonly data: string;
      readonly file: string;
      readonly json: boolean;
    };

export interface ServeArguments {
  readonly command: 'serve';
  readonly host: string;
  readonly port: number;
  /** Where SDKs and people reach it; absent: the address that it listens on. */
  readonly publicUrl: string | undefined;
  readonly data: string;
  /** URL of a PostgreSQL database; absent: SQLite in the data directory. */
  readonly database: string | undefined;
  readonly json: boolean;
  /** File to be written for other processes of the user to find this one. */
  readonly record: string | undefined;
  readonly untilIdleSeconds: number | undefined;
  readonly leaseSeconds: number;
  readonly minFreeMegabytes: number;
  readonly logLevel: string;
  readonly follows: readonly { readonly project: string; readonly file: string }[];
}

export const usage = `usage: log-center [options]
  --host ADDRESS            address to listen on (127.0.0.1)
  --port NUMBER             0: the port of the last time if it is free, else any (0)
  --public-url URL          where SDKs and people reach it, behind a proxy say (the address that it listens on)
  --data DIR                where the data lies ($XDG_DATA_HOME/errata or ~/.local/share/errata)
  --database URL            a PostgreSQL database instead of SQLite in the data directory; better given as
                            ERRATA_DATABASE in the environment, where the list of processes does not show it
  --json                    when ready, print one line {"url","dsn","token"}
  --record FILE             write url, dsn, token and process id there while it runs
  --until-idle SECONDS      end when nobody has wanted anything for so long
  --lease SECONDS           how long a run is an agent's without a sign of life (30)
  --min-free MEGABYTES      take no events when less of the disk is free (200)
  --log-level LEVEL         fatal, error, warn, info or debug; JSON lines on standard error (warn)
  --follow PROJECT=FILE     turn the stack traces in a log file into events; may be repeated

usage: log-center backup FILE [--data DIR]    copy the database as it is now, also while a log center runs
       log-center restore FILE [--data DIR]   put a backup in its place; no log center may run on it
`;

const levels = ['fatal', 'error', 'warn', 'info', 'debug'];

/** @throws {UsageError} */
export function readArguments(argv: readonly string[], environment: NodeJS.ProcessEnv): Arguments {
  const { values, positionals } = parse(argv);
  if (values.help) return { command: 'help' };
  const data = values.data || usualDataDirectory(environment);
  const [command, file, ...more] = positionals;
  if (command !== undefined) {
    if (command !== 'backup' && command !== 'restore')
      throw new UsageError(`There is no command ${command}.`);
    if (file === undefined || more.length > 0) throw new UsageError(`${command} takes one file.`);
    return { command, data, file, json: values.json };
  }
  if (!levels.includes(values['log-level'])) {
    throw new UsageError(`--log-level takes one of ${levels.join(', ')}, not ${values['log-level']}.`);
  }
  const idle = values['until-idle'];
  return {
    command: 'serve',
    host: values.host,
    port: numberOf('--port', values.port, 0, 65_535),
    publicUrl: publicUrlOf(values['public-url']),
    data,
    database: databaseOf(values.database ?? environment['ERRATA_DATABASE']),
    json: values.json,
    record: values.record,
    untilIdleSeconds: idle === undefined ? undefined : numberOf('--until-idle', idle, 0.1, 1e6),
    leaseSeconds: numberOf('--lease', values.lease, 0.1, 86_400),
    minFreeMegabytes: numberOf('--min-free', values['min-free'], 0, 1e9),
    logLevel: values['log-level'],
    follows: values.follow.map(followOf),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        'public-url': { type: 'string' },
        data: { type: 'string', default: '' },
        database: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        record: { type: 'string' },
        'until-idle': { type: 'string' },
        lease: { type: 'string', default: '30' },
        'min-free': { type: 'string', default: '200' },
        'log-level': { type: 'string', default: 'warn' },
        follow: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  const isWhole = option !== '--port' || Number.isInteger(number);
  if (number >= least && number <= most && isWhole) return number;
  throw new UsageError(`${option} takes a number from ${least} to ${most}, not ${text}.`);
}

function publicUrlOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw new UsageError(`--public-url takes a URL that begins with http:// or https://, not ${text}.`);
}

function databaseOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^postgres(?:ql)?:\/\//.test(text)) return text;
  throw new UsageError('--database takes a URL that begins with postgres://.');
}

function followOf(text: string): { project: string; file: string } {
  const split = text.indexOf('=');
  const project = text.slice(0, split);
  const file = text.slice(split + 1);
  if (split === -1 || file === '') throw new UsageError(`--follow takes PROJECT=FILE, not ${text}.`);
  if (createProjectSchema.safeParse({ slug: project }).success) return { project, file };
  throw new UsageError(
    `${project} is no name for a project: small letters, digits and dashes only, 48 at most.`,
  );
}
