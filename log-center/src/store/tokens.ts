import { hash } from 'node:crypto';
import { scopeSchema, type Token, tokenSchema } from '@errata/protocol/access';
import type { Kysely, Selectable } from 'kysely';
import { newSecret } from '../secret.ts';
import type { Tables } from './tables.ts';

/** Makes a token; its secret is known to the caller only. */
export async function insertToken(
  database: Kysely<Tables>,
  wanted: Pick<Token, 'name' | 'scopes' | 'project'>,
  now: Date,
): Promise<{ token: Token; secret: string }> {
  const secret = newSecret();
  const row = await database
    .insertInto('tokens')
    .values({
      name: wanted.name,
      hash: hashToken(secret),
      scopes: wanted.scopes.join(' '),
      project: wanted.project ?? null,
      created_at: now.toISOString(),
      last_used_at: null,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { token: tokenOf(row), secret };
}

export async function listTokens(database: Kysely<Tables>): Promise<Token[]> {
  const rows = await database.selectFrom('tokens').selectAll().orderBy('id').execute();
  return rows.map(tokenOf);
}

export async function tokenBySecret(database: Kysely<Tables>, secret: string): Promise<Token | undefined> {
  const row = await database
    .selectFrom('tokens')
    .selectAll()
    .where('hash', '=', hashToken(secret))
    .executeTakeFirst();
  return row && tokenOf(row);
}

/** The token as it is now; nothing if there is none. */
export async function revokeToken(
  database: Kysely<Tables>,
  id: number,
  now: Date,
): Promise<Token | undefined> {
  const row = await database
    .updateTable('tokens')
    .set(({ fn, val }) => ({ revoked_at: fn.coalesce('revoked_at', val(now.toISOString())) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && tokenOf(row);
}

export async function touchToken(database: Kysely<Tables>, id: number, now: Date): Promise<void> {
  await database
    .updateTable('tokens')
    .set({ last_used_at: now.toISOString() })
    .where('id', '=', id)
    .execute();
}

/** Secrets are long and random: one round of a fast hash keeps them. */
function hashToken(secret: string): string {
  return hash('sha256', secret);
}

function tokenOf(row: Selectable<Tables['tokens']>): Token {
  return tokenSchema.parse({
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ').map(scope => scopeSchema.parse(scope)),
    ...(row.project !== null && { project: row.project }),
    createdAt: row.created_at,
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  });
}
