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

export interface Arguments {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly json: boolean;
  readonly help: boolean;
  /** File to be written for other processes of the user to find this one. */
  readonly record: string | undefined;
  readonly untilIdleSeconds: number | undefined;
  readonly leaseSeconds: number;
  readonly follows: readonly { readonly project: string; readonly file: string }[];
}

export const usage = `usage: log-center [options]
  --host ADDRESS            address to listen on (127.0.0.1)
  --port NUMBER             0: the port of the last time if it is free, else any (0)
  --data DIR                where the data lies ($XDG_DATA_HOME/errata or ~/.local/share/errata)
  --json                    when ready, print one line {"url","dsn","token"}
  --record FILE             write url, dsn, token and process id there while it runs
  --until-idle SECONDS      end when nobody has wanted anything for so long
  --lease SECONDS           how long a run is an agent's without a sign of life (30)
  --follow PROJECT=FILE     turn the stack traces in a log file into events; may be repeated
`;

/** @throws {UsageError} */
export function readArguments(argv: readonly string[], environment: NodeJS.ProcessEnv): Arguments {
  const values = parse(argv);
  return {
    host: values.host,
    port: numberOf('--port', values.port, 0, 65_535),
    data: values.data || usualDataDirectory(environment),
    json: values.json,
    help: values.help,
    record: values.record,
    untilIdleSeconds:
      values['until-idle'] === undefined
        ? undefined
        : numberOf('--until-idle', values['until-idle'], 0.1, 1e6),
    leaseSeconds: numberOf('--lease', values.lease, 0.1, 86_400),
    follows: values.follow.map(followOf),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '0' },
        data: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        record: { type: 'string' },
        'until-idle': { type: 'string' },
        lease: { type: 'string', default: '30' },
        follow: { type: 'string', multiple: true, default: [] },
      },
    }).values;
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
