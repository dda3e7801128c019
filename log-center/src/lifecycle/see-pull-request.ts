import type {
  Check,
  FollowedPullRequest,
  RepositoryPlace,
  SeenPullRequest,
} from '@errata/protocol/followed-pull-request';
import type { Transaction } from 'kysely';
import { keepChecks } from '../store/pull-request-checks.ts';
import {
  type PullRequestState,
  pullRequestAt,
  pullRequestsAtHead,
  savePullRequestState,
} from '../store/pull-requests.ts';
import { keepReview, keepReviews, type Word } from '../store/reviews.ts';
import type { Tables } from '../store/tables.ts';
import { moveFixedIssues, sayWhyClosed, type Telling } from './fixed-issues.ts';
import { announceChanges, demandPullRequest } from './known-pull-request.ts';
import { laterSighting } from './later-sighting.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { nameOf } from './pull-request-words.ts';
import { askForFailedChecks, refuseRounds } from './rounds.ts';
import { pullRequestMerged } from './settle-fix.ts';

/**
 * Takes in how somebody saw a pull request on its forge, and moves its issues when it was merged, closed or reopened. The order
 * in which sightings are told, and how often, makes no difference.
 * @throws {LifecycleError} `unknown-pull-request`, `other-pull-request`
 */
export async function seePullRequest(
  transaction: Transaction<Tables>,
  id: string,
  seen: SeenPullRequest,
  telling: Telling,
  now: Date,
): Promise<FollowedPullRequest> {
  const known = await demandPullRequest(transaction, id);
  if (seen.number !== undefined && seen.number !== known.number) {
    throw new LifecycleError('other-pull-request', `${nameOf(seen)} is not ${nameOf(known)}.`);
  }
  await takeSighting(transaction, known, seen, telling, now);
  return announceChanges(transaction, known);
}

/** Keeps what holds of a sighting and of what was known, and does what follows from it. */
export async function takeSighting(
  transaction: Transaction<Tables>,
  known: FollowedPullRequest,
  seen: SeenPullRequest,
  telling: Telling,
  now: Date,
): Promise<void> {
  const { id } = known;
  const state = laterSighting(stateOf(known), stateOf(seen));
  await savePullRequestState(transaction, id, state, now);
  if (seen.head === state.head) await keepChecks(transaction, id, seen.head, seen.checks ?? [], now);
  if (seen.reviews !== undefined) await keepReviews(transaction, id, seen.reviews, timeOf(seen.updatedAt));
  if (state.state !== known.state) {
    const issues = known.issues.map(({ issue }) => issue);
    await moveFixedIssues(transaction, { ...known, ...state }, issues, known.state, telling, now);
    if (state.state === 'merged') await refuseRounds(transaction, { ...known, ...state }, telling, now);
  } else if (state.merge?.commit !== known.merge?.commit) {
    await pullRequestMerged(transaction, { ...known, ...state }, now);
  } else if (telling.reason !== undefined) {
    await sayWhyClosed(transaction, known, telling, now);
  }
  await askForFailedChecks(transaction, await demandPullRequest(transaction, id), telling, now);
}

/** Whose checks are told, as much of it as is known beside the commit. */
export interface CheckedCommit {
  /** Id of the project. */
  readonly project: number;
  readonly place: RepositoryPlace;
  readonly head: string;
  readonly number?: number | undefined;
  readonly branch?: string | undefined;
}

/**
 * Takes in how checks of a commit stand, also before it is known that the branch is at that commit. Gives the pull requests that
 * they are about.
 */
export async function seeChecks(
  transaction: Transaction<Tables>,
  { project, place, head, number, branch }: CheckedCommit,
  checks: readonly Check[],
  telling: Telling,
  now: Date,
): Promise<FollowedPullRequest[]> {
  const which = number !== undefined ? { number } : branch !== undefined ? { branch } : undefined;
  const named = which && (await pullRequestAt(transaction, project, place, which));
  const known = named ? [named] : await pullRequestsAtHead(transaction, project, place, head);
  const seen: FollowedPullRequest[] = [];
  for (const pullRequest of known) {
    await keepChecks(transaction, pullRequest.id, head, checks, now);
    const after = await announceChanges(transaction, pullRequest);
    await askForFailedChecks(transaction, after, telling, now);
    seen.push(after);
  }
  return seen;
}

/**
 * Takes in what a reviewer says.
 * @param said with when they said it, by the forge's clock
 * @throws {LifecycleError} `unknown-pull-request`
 */
export async function seeReview(
  transaction: Transaction<Tables>,
  id: string,
  said: Word,
): Promise<FollowedPullRequest> {
  const known = await demandPullRequest(transaction, id);
  const { by, state, at } = said;
  await keepReview(transaction, id, { by, state, at: timeOf(at) });
  return announceChanges(transaction, known);
}

/** What of a sighting holds together, with its times in the form of all times. */
export function stateOf(seen: SeenPullRequest): PullRequestState {
  const updatedAt = timeOf(seen.updatedAt);
  const { merge } = seen;
  return {
    ...{ forge: seen.forge, host: seen.host, repository: seen.repository },
    ...(seen.number !== undefined && { number: seen.number }),
    ...(seen.url !== undefined && { url: seen.url }),
    ...{ title: seen.title, state: seen.state, draft: seen.draft },
    ...{ branch: seen.branch, head: seen.head, base: seen.base },
    ...(merge && { merge: { ...merge, at: merge.at === undefined ? updatedAt : timeOf(merge.at) } }),
    ...(seen.blocked !== undefined && { blocked: seen.blocked }),
    updatedAt,
  };
}

function timeOf(text: string): string {
  return new Date(text).toISOString();
}
