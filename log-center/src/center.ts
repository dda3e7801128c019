import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Ready } from '@errata/protocol/center-record';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { Collector } from './collect/collector.ts';
import { DiskGuard, freeBytes } from './collect/disk-guard.ts';
import { LogFollower } from './collect/log-file.ts';
import { Preparer, usualPreparerOptions } from './collect/prepare/preparer.ts';
import { RateLimiter } from './collect/rate-limit.ts';
import { SourceMaps } from './collect/source-maps/source-maps.ts';
import { Traffic } from './collect/traffic.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { Access } from './http/access.ts';
import { dsnOf, type HttpContext } from './http/context.ts';
import { buildServer } from './http/server.ts';
import { startSweeper } from './lifecycle/sweeper.ts';
import { Metrics } from './metrics.ts';
import type { Engine } from './store/engine.ts';
import { listKeys } from './store/keys.ts';
import { ProjectDirectory } from './store/project-directory.ts';
import { ensureProject } from './store/projects.ts';
import { countWorkingRounds } from './store/rounds.ts';
import { countHeldRuns } from './store/runs.ts';
import { openSqlite } from './store/sqlite.ts';
import { openStore, type Store } from './store/store.ts';
import { Stream, usualStreamOptions } from './stream/stream.ts';
import { Undo } from './undo.ts';

export interface CenterOptions {
  readonly host: string;
  /** 0: the port of the last time if it is free, else any. */
  readonly port: number;
  /** Where SDKs and people reach it; absent: the address that it listens on. */
  readonly publicUrl?: string | undefined;
  readonly data: string;
  /** URL of a PostgreSQL database; absent: SQLite in the data directory. */
  readonly database?: string | undefined;
  readonly leaseMilliseconds: number;
  /** With less free disk than this no events are taken. */
  readonly minFreeBytes: number;
  /** Whether metrics are shown without a token. */
  readonly openMetrics: boolean;
  /** Log files to follow, each for a project (made if it does not exist). */
  readonly follows: readonly { readonly project: string; readonly file: string }[];
  readonly logger: NonNullable<FastifyServerOptions['logger']>;
  /** What time it is; absent: that of the machine. */
  readonly now?: () => Date;
}

/** A log center that is listening. */
export interface Center {
  readonly ready: Ready;
  /** How long nobody has wanted anything of it; 0 while a client is connected or a run is worked on. */
  idleMilliseconds(): Promise<number>;
  /** Answers what is in flight, sends the stream's clients away and closes the database. */
  close(): Promise<void>;
}

const keptMessages = 20_000;
const mostSweepMilliseconds = 5000;
/** How often it is looked for uploads and events that another process has left. */
const sourceMapMilliseconds = 30_000;
const defaultProject = 'default';

/**
 * Starts a log center in this process.
 * @throws {DataDirectoryError} {@link StoreError} or what listening fails with
 */
export async function startCenter(options: CenterOptions): Promise<Center> {
  await using undo = new Undo();
  const { now = () => new Date() } = options;
  const directory = undo.use(await openDataDirectory(options.data));
  const store = await openStore(await openEngine(options.database, directory));
  undo.defer(() => store.close());
  const { project } = await store.write(transaction => ensureProject(transaction, defaultProject, now()));

  let url = '';
  let lastRequest = performance.now();
  const touched = () => {
    lastRequest = performance.now();
  };
  let failed = (_error: unknown) => {};
  const stream = new Stream(store, { ...usualStreamOptions, failed: error => failed(error) });
  const metrics = new Metrics();
  const projects = new ProjectDirectory(store);
  const sourceMaps = new SourceMaps(store, projects, {
    now,
    milliseconds: sourceMapMilliseconds,
    failed: error => failed(error),
  });
  const preparer = new Preparer({ ...usualPreparerOptions, failed: error => failed(error) });
  undo.use(preparer);
  const traffic = new Traffic(store, now);
  const collector = new Collector(store, {
    now,
    preparer,
    unminify: sourceMaps.unminify,
    collected: ({ id, slug }, { release, environment, timestamp: at }) => {
      metrics.events.inc({ project: slug });
      traffic.add(id, { release, environment, at });
    },
    quarantined: ({ slug }, error) => {
      metrics.quarantined.inc({ project: slug });
      failed(error);
    },
  });
  const { leaseMilliseconds, openMetrics } = options;
  const clock = () => performance.now();
  const free = () => freeBytes(options.data);
  const context: HttpContext = {
    store,
    stream,
    access: new Access(store, directory.token, now),
    projects,
    collector,
    traffic,
    sourceMaps,
    limiter: new RateLimiter(clock),
    disk: new DiskGuard({ reserve: options.minFreeBytes, now: clock, free }),
    spoolDirectory: options.data,
    metrics,
    openMetrics,
    leaseMilliseconds,
    now,
    url: () => url,
    touched,
  };
  metrics.watch({
    waitingWrites: () => store.waiting + collector.waiting,
    streamClients: () => stream.size,
    freeBytes: free,
  });
  const server = await buildServer(context, options.logger);
  failed = error => server.log.error(error);
  undo.defer(() => server.close());
  undo.defer(() => stream.close());
  const milliseconds = Math.min(mostSweepMilliseconds, leaseMilliseconds / 3);
  undo.defer(await startSweeper(store, { now, milliseconds, keptMessages, traffic, failed }));
  sourceMaps.start();
  undo.defer(() => sourceMaps.stop());
  const [first] = await listKeys(store.reader, project.id);
  url = await listen(server, options, directory);
  await directory.rememberPort(portOf(server));
  for (const follow of options.follows) {
    undo.defer(await startFollowing(store, collector, follow, now, failed));
  }

  const held = undo.move();
  return {
    ready: { url, dsn: dsnOf(project.id, first?.key ?? '', url), token: directory.token },
    async idleMilliseconds() {
      const isWanted =
        stream.size > 0 ||
        (await countHeldRuns(store.reader)) > 0 ||
        (await countWorkingRounds(store.reader)) > 0;
      if (isWanted) touched();
      return performance.now() - lastRequest;
    },
    close: () => held[Symbol.asyncDispose](),
  };
}

/** SQLite in the data directory unless a PostgreSQL database is named; its driver is loaded only then. */
async function openEngine(database: string | undefined, directory: DataDirectory): Promise<Engine> {
  if (database === undefined) return openSqlite(directory.database);
  const { openPostgres } = await import('./store/postgres.ts');
  return openPostgres(database);
}

async function listen(
  server: FastifyInstance,
  options: CenterOptions,
  directory: DataDirectory,
): Promise<string> {
  const { host } = options;
  const ports = options.port === 0 ? [directory.port ?? 0, 0] : [options.port];
  for (const [index, port] of ports.entries()) {
    try {
      await server.listen({ host, port });
      break;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || index === ports.length - 1) throw error;
    }
  }
  if (options.publicUrl !== undefined) return options.publicUrl;
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${portOf(server)}`;
}

function portOf(server: FastifyInstance): number {
  return (server.server.address() as AddressInfo).port;
}

async function startFollowing(
  store: Store,
  collector: Collector,
  follow: CenterOptions['follows'][number],
  now: () => Date,
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { project } = await store.write(transaction => ensureProject(transaction, follow.project, now()));
  const options = { now, pollMilliseconds: 250, quietMilliseconds: 1000, failed };
  const follower = new LogFollower(store, collector, project, resolve(follow.file), options);
  await follower.start();
  return () => follower.stop();
}
