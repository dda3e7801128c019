import { type Check, checkSchema } from '@errata/protocol/followed-pull-request';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Checks that are kept of one commit. */
const mostChecks = 200;

/** What was checked of the commits that pull requests are at now, by pull request and name. */
export async function checksAtHead(
  database: Kysely<Tables>,
  pullRequests: readonly string[],
): Promise<ReadonlyMap<string, Check[]>> {
  const found = new Map<string, Check[]>();
  if (pullRequests.length === 0) return found;
  const rows = await database
    .selectFrom('pull_request_checks')
    .innerJoin('pull_requests', join =>
      join
        .onRef('pull_requests.id', '=', 'pull_request_checks.pull_request')
        .onRef('pull_requests.head', '=', 'pull_request_checks.head'),
    )
    .select(['pull_request', 'name', 'pull_request_checks.state', 'url', 'at'])
    .where('pull_request', 'in', pullRequests)
    .orderBy('name')
    .execute();
  for (const { pull_request, url, ...row } of rows) {
    const checks = found.get(pull_request) ?? [];
    checks.push(checkSchema.parse({ ...row, ...(url !== null && { url }) }));
    found.set(pull_request, checks);
  }
  return found;
}

/** One check that is still under way says less than that it ended, and that it passed less than that it failed. */
const weight = { pending: 0, passed: 1, failed: 2 } as const;

/**
 * Keeps what was told of the checks of a commit, unless something later is known: by the forge's clock, or where it says no
 * time by ours. Gives whether anything has changed.
 */
export async function keepChecks(
  database: Kysely<Tables>,
  pull_request: string,
  head: string,
  checks: readonly Check[],
  now: Date,
): Promise<boolean> {
  const rows = await database
    .selectFrom('pull_request_checks')
    .selectAll()
    .where('pull_request', '=', pull_request)
    .where('head', '=', head)
    .execute();
  const known = new Map(
    rows.map(row => [row.name, checkSchema.parse({ ...row, url: row.url ?? undefined })]),
  );
  let isChanged = false;
  for (const told of checks) {
    const at = told.at === undefined ? now.toISOString() : new Date(told.at).toISOString();
    const before = known.get(told.name);
    if (before === undefined && known.size >= mostChecks) continue;
    if (before !== undefined && !isNews(told, at, before)) continue;
    const values = { state: told.state, url: told.url ?? null, at };
    await database
      .insertInto('pull_request_checks')
      .values({ pull_request, head, name: told.name, ...values })
      .onConflict(conflict => conflict.columns(['pull_request', 'head', 'name']).doUpdateSet(values))
      .execute();
    known.set(told.name, { ...told, at });
    isChanged ||= before?.state !== told.state || before.url !== told.url;
  }
  return isChanged;
}

function isNews(told: Check, at: string, known: Check): boolean {
  const isSame = told.state === known.state && told.url === known.url;
  // Whoever looks again and again, at a forge that says no time, sees nothing new.
  if (isSame && told.at === undefined) return false;
  if (at !== known.at) return at > (known.at ?? '');
  return weight[told.state] > weight[known.state];
}
