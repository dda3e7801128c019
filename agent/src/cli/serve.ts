import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { dataFolder, recordFolder } from '../center/folders.ts';
import { logCenterEntry } from '../center/process.ts';

/** `errata serve`: a log center in the foreground. This process becomes it, so that whoever stops it stops the log center. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run a log center that any Sentry SDK can send to.')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes the last one again, or any that is free', '0')
    .option('--data <folder>', 'where events are stored', dataFolder())
    .option('--lease <seconds>', 'how long a fix may be silent before its issue is given back')
    .option('--follow <project=file...>', 'log files whose tracebacks become events')
    .option('--json', 'print {"url","dsn","token"} when ready')
    .action(async (options: ServeOptions) => {
      await mkdir(recordFolder(), { recursive: true, mode: 0o700 });
      process.argv = [process.execPath, logCenterEntry, ...logCenterOptions(options)];
      await import(pathToFileURL(logCenterEntry).href);
    });
}

interface ServeOptions {
  host: string;
  port: string;
  data: string;
  lease?: string;
  follow?: string[];
  json?: true;
}

function logCenterOptions(options: ServeOptions): string[] {
  return [
    ...['--host', options.host, '--port', options.port, '--data', options.data],
    ...['--record', join(recordFolder(), `serve-${process.pid}.json`)],
    ...(options.lease === undefined ? [] : ['--lease', options.lease]),
    ...(options.follow ?? []).flatMap(source => ['--follow', source]),
    ...(options.json ? ['--json'] : []),
  ];
}
