import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { dataFolder, recordFolder } from '../center/folders.ts';
import { becomeLogCenter } from './become-log-center.ts';

/** `errata serve`: a log center in the foreground. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run a log center that any Sentry SDK can send to.')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes the last one again, or any that is free', '0')
    .option('--public-url <url>', 'where SDKs and people reach it, behind a proxy say')
    .option('--data <folder>', 'where events are stored', dataFolder())
    .option('--database <url>', 'a PostgreSQL database instead of SQLite; better given as ERRATA_DATABASE')
    .option('--min-free <megabytes>', 'take no events when less of the disk is free')
    .option('--log-level <level>', 'fatal, error, warn, info or debug')
    .option('--lease <seconds>', 'how long a fix may be silent before its issue is given back')
    .option('--follow <project=file...>', 'log files whose tracebacks become events')
    .option('--json', 'print {"url","dsn","token"} when ready')
    .action(async (options: ServeOptions) => {
      await mkdir(recordFolder(), { recursive: true, mode: 0o700 });
      await becomeLogCenter(logCenterOptions(options));
    });
}

interface ServeOptions {
  host: string;
  port: string;
  publicUrl?: string;
  data: string;
  database?: string;
  minFree?: string;
  logLevel?: string;
  lease?: string;
  follow?: string[];
  json?: true;
}

function logCenterOptions(options: ServeOptions): string[] {
  return [
    ...['--host', options.host, '--port', options.port, '--data', options.data],
    ...['--record', join(recordFolder(), `serve-${process.pid}.json`)],
    ...(options.publicUrl === undefined ? [] : ['--public-url', options.publicUrl]),
    ...(options.database === undefined ? [] : ['--database', options.database]),
    ...(options.minFree === undefined ? [] : ['--min-free', options.minFree]),
    ...(options.logLevel === undefined ? [] : ['--log-level', options.logLevel]),
    ...(options.lease === undefined ? [] : ['--lease', options.lease]),
    ...(options.follow ?? []).flatMap(source => ['--follow', source]),
    ...(options.json ? ['--json'] : []),
  ];
}
