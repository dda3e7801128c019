import { randomUUID } from 'node:crypto';
import { Kysely, sql } from 'kysely';
import type { ClientConfig, Pool } from 'pg';
import type { Engine } from './engine.ts';
import { PostgresListener } from './postgres-listener.ts';
import { StorablePostgresDialect } from './storable.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Of PostgreSQL: numbers that its driver gives as text, because they may be larger than ours. None here is. */
const numericTypes: readonly number[] = [20, 1700];
const oldestVersion = 14;
const channel = 'errata';
/** Of the lock that writers take turns with: it is known in this database only. */
const turn = 0x4572_7261;
const mostReaders = 8;

/**
 * Opens a PostgreSQL database, which several log centers may share.
 * @param url `postgres://user:password@host:port/database?sslmode=…`, as libpq takes it
 * @throws {StoreError} `unusable`
 */
export async function openPostgres(url: string): Promise<Engine> {
  const place = placeOf(url);
  const { default: driver } = await import('pg');
  const { Client, Pool, types } = driver;
  const options: ClientConfig = {
    connectionString: url,
    application_name: 'errata',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Who hangs in the middle of a write must not keep the others waiting for ever.
    idle_in_transaction_session_timeout: 60_000,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        numericTypes.includes(type) && format !== 'binary' ? Number : types.getTypeParser(type, format),
    },
  };
  const writer = kyselyOf(new Pool({ ...options, max: 1 }));
  const reader = kyselyOf(new Pool({ ...options, max: mostReaders }));
  try {
    await demandUsable(reader, place);
  } catch (error) {
    await reader.destroy();
    if (error instanceof StoreError) throw error;
    throw refused(place, reasonOf(error));
  }
  /** What this process announces itself, it need not be told. */
  const self = randomUUID();
  return {
    name: 'postgres',
    writer,
    reader,
    // Held until the commit is visible: sequences are seen in the order in which they were given.
    async takeTurn(transaction) {
      await sql`select pg_advisory_xact_lock(${sql.lit(turn)})`.execute(transaction);
    },
    // A commit there returns when it is on disk.
    sync: async () => {},
    async announce(transaction) {
      await sql`select pg_notify(${channel}, ${self})`.execute(transaction);
    },
    onForeignCommit(listener) {
      const listening = new PostgresListener(
        () => new Client(options),
        channel,
        origin => {
          if (origin !== self) listener();
        },
      );
      return () => listening.stop();
    },
    migrating: job => job(),
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

function kyselyOf(pool: Pool): Kysely<Tables> {
  // A connection that breaks fails the query that it is needed for; the next one gets another connection.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));
  return new Kysely<Tables>({ dialect: new StorablePostgresDialect({ pool }) });
}

async function demandUsable(database: Kysely<Tables>, place: string): Promise<void> {
  const { rows } = await sql<{ version: string; encoding: string }>`
    select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding
  `.execute(database);
  const [server = { version: '0', encoding: '' }] = rows;
  const reason = refusalOf(server);
  if (reason !== undefined) throw refused(place, reason);
}

/** Why a server cannot be used, if it cannot. */
export function refusalOf(server: {
  readonly version: string;
  readonly encoding: string;
}): string | undefined {
  const major = Math.floor(Number(server.version) / 10_000);
  if (major < oldestVersion)
    return `PostgreSQL ${major} is too old; ${oldestVersion} is the oldest that will do`;
  if (server.encoding !== 'UTF8')
    return `its encoding is ${server.encoding}; make it anew with the encoding UTF8`;
  return undefined;
}

/** No URL and no error of the driver's about one: the password may be in it. */
function refused(place: string, reason: string): StoreError {
  return new StoreError('unusable', `The database ${place} cannot be used: ${reason}.`);
}

/** Where a database is, without who may enter it. */
function placeOf(url: string): string {
  if (!URL.canParse(url))
    throw refused('of this address', 'it is no URL as postgres://user@host:5432/database');
  const { protocol, host, pathname, searchParams } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw refused('of this address', `it begins with ${protocol}// and not with postgres://`);
  }
  return `postgres://${searchParams.get('host') ?? host}${pathname}`;
}

/** What the server or the system says. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
