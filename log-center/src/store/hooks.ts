import type { HookSource } from '@errata/protocol/hook';
import { hookSourceSchema } from '@errata/protocol/hook';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** A webhook that a project takes, with its secret. */
export interface HookRow {
  readonly id: number;
  readonly project: number;
  readonly source: HookSource;
  readonly secret: string;
  readonly createdAt: string;
  readonly heardAt: string | undefined;
}

/** How long a delivery is remembered: longer than forges offer to send it again. */
const rememberedMilliseconds = 7 * 86_400_000;
const mostRemembered = 100_000;

/** All hooks, oldest first; of one project or of all. */
export async function listHooks(database: Kysely<Tables>, project?: number): Promise<HookRow[]> {
  const all = database.selectFrom('hooks').selectAll().orderBy('id');
  const rows = await (project === undefined ? all : all.where('project', '=', project)).execute();
  return rows.map(hookOf);
}

export async function insertHook(
  database: Kysely<Tables>,
  hook: Pick<HookRow, 'project' | 'source' | 'secret'>,
  now: Date,
): Promise<HookRow> {
  const { project, source, secret } = hook;
  const row = await database
    .insertInto('hooks')
    .values({ project, source, secret, created_at: now.toISOString(), heard_at: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  return hookOf(row);
}

/** The hook as it was; nothing if there is none. Nothing of its secret is kept. */
export async function deleteHook(
  database: Kysely<Tables>,
  project: number,
  id: number,
): Promise<HookRow | undefined> {
  const row = await database
    .deleteFrom('hooks')
    .where('project', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && hookOf(row);
}

export async function touchHook(database: Kysely<Tables>, id: number, now: Date): Promise<void> {
  await database.updateTable('hooks').set({ heard_at: now.toISOString() }).where('id', '=', id).execute();
}

export async function isRemembered(
  database: Kysely<Tables>,
  project: number,
  delivery: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('hook_deliveries')
    .select('received_at')
    .where('project', '=', project)
    .where('delivery', '=', delivery)
    .executeTakeFirst();
  return row !== undefined;
}

/** Remembers that a delivery was taken. False if it was before. */
export async function rememberDelivery(
  database: Kysely<Tables>,
  project: number,
  delivery: string,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('hook_deliveries')
    .values({ project, delivery, received_at: now.toISOString() })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Forgets deliveries that are old, and of too many the oldest. */
export async function forgetDeliveries(database: Kysely<Tables>, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - rememberedMilliseconds).toISOString();
  await database.deleteFrom('hook_deliveries').where('received_at', '<', oldest).execute();
  const surplus = await database
    .selectFrom('hook_deliveries')
    .select('received_at')
    .orderBy('received_at', 'desc')
    .offset(mostRemembered)
    .limit(1)
    .executeTakeFirst();
  if (surplus === undefined) return;
  await database.deleteFrom('hook_deliveries').where('received_at', '<=', surplus.received_at).execute();
}

function hookOf(row: Selectable<Tables['hooks']>): HookRow {
  return {
    id: row.id,
    project: row.project,
    source: hookSourceSchema.parse(row.source),
    secret: row.secret,
    createdAt: row.created_at,
    heardAt: row.heard_at ?? undefined,
  };
}
