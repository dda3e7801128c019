#!/usr/bin/env node
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inUseExitCode } from '@errata/protocol/center-record';
import { readArguments, type ServeArguments, UsageError, usage } from './arguments.ts';
import { type Center, startCenter } from './center.ts';
import { DataDirectoryError, databaseFile, openDataDirectory } from './data-directory.ts';
import { writeRecord } from './record.ts';
import { backupSqlite, restoreSqlite } from './store/backup.ts';
import { StoreError } from './store/store-error.ts';
import { Undo } from './undo.ts';

async function main(): Promise<void> {
  // Events hold what nobody else on this machine is to read.
  process.umask(0o077);
  const options = readArguments(process.argv.slice(2), process.env);
  switch (options.command) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'serve':
      return serve(options);
    case 'backup': {
      const { bytes } = await backupSqlite(databaseFile(options.data), resolve(options.file));
      return say(options.json, { file: options.file, bytes }, `${options.file}: ${bytes} bytes\n`);
    }
    case 'restore': {
      await using directory = await openDataDirectory(options.data);
      const replaced = await restoreSqlite(resolve(options.file), directory.database, new Date());
      const kept = replaced === undefined ? '' : `; what was there before is kept as ${replaced}`;
      return say(options.json, { data: options.data, replaced }, `Restored into ${options.data}${kept}\n`);
    }
  }
}

function say(json: boolean, document: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : text);
}

async function serve(options: ServeArguments): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  const isOpen = !isLoopback(options.host);
  if (isOpen) {
    process.stderr.write(`${options.host} can be reached by others; they need a token or a project's key.\n`);
  }
  await using undo = new Undo();
  const center = await startCenter({
    host: options.host,
    port: options.port,
    publicUrl: options.publicUrl,
    data: options.data,
    database: options.database,
    leaseMilliseconds: options.leaseSeconds * 1000,
    minFreeBytes: options.minFreeMegabytes * 1024 * 1024,
    openMetrics: !isOpen,
    follows: options.follows,
    logger: { level: options.logLevel, stream: process.stderr },
  });
  undo.defer(() => center.close());
  if (options.record !== undefined) undo.defer(await writeRecord(options.record, center.ready));
  say(options.json, center.ready, greeting(center, options.data));
  await untilStopped(center, options.untilIdleSeconds, stopping.signal);
}

function greeting({ ready }: Center, data: string): string {
  const lines = [
    `Log center at ${ready.url}, until it is stopped (Ctrl+C)`,
    `  DSN for any Sentry SDK  ${ready.dsn}`,
    `  API, to be tried out    ${ready.url}/docs`,
    `  data and token in       ${data}`,
  ];
  return `${lines.join('\n')}\n`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

async function untilStopped(
  center: Center,
  idleSeconds: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const period = idleSeconds === undefined ? 60_000 : Math.min(1000, (idleSeconds * 1000) / 4);
  while (!signal.aborted) {
    await delay(period, undefined, { signal }).catch(() => undefined);
    if (idleSeconds !== undefined && (await center.idleMilliseconds()) >= idleSeconds * 1000) return;
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n(--help says how)\n`);
    process.exitCode = 2;
  } else {
    const isExpected =
      error instanceof DataDirectoryError ||
      error instanceof StoreError ||
      (error instanceof Error && 'syscall' in error);
    process.stderr.write(isExpected && error instanceof Error ? `${error.message}\n` : `${String(error)}\n`);
    const isInUse = error instanceof DataDirectoryError && error.reason === 'in-use';
    process.exitCode = isInUse ? inUseExitCode : 1;
  }
}
