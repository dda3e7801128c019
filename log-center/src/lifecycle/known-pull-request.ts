import { isDeepStrictEqual } from 'node:util';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Transaction } from 'kysely';
import { announcePullRequest } from '../store/outbox.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';

/** @throws {LifecycleError} `unknown-pull-request` */
export async function demandPullRequest(
  transaction: Transaction<Tables>,
  id: string,
): Promise<FollowedPullRequest> {
  const known = await pullRequestById(transaction, id);
  if (known !== undefined) return known;
  throw new LifecycleError('unknown-pull-request', `There is no pull request ${id}.`);
}

/** Says to the stream what has changed of a pull request, as far as anybody would see it. */
export async function announceChanges(
  transaction: Transaction<Tables>,
  known: FollowedPullRequest,
): Promise<FollowedPullRequest> {
  const after = await demandPullRequest(transaction, known.id);
  const isSame = isDeepStrictEqual({ ...known, seenAt: '' }, { ...after, seenAt: '' });
  if (!isSame) await announcePullRequest(transaction, after);
  return after;
}
