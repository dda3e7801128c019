import { randomUUID } from 'node:crypto';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { AskedRound, Round } from '@errata/protocol/round';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { announceRound } from '../store/outbox.ts';
import { insertRound, roundByKey, roundsOf, swapRound } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import type { Telling } from './fixed-issues.ts';
import { demandPullRequest } from './known-pull-request.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { nameOf } from './pull-request-words.ts';

/** How often failed checks may ask for another version of one pull request. */
const mostForChecks = 3;
const mostRounds = 1000;
const mostText = 20_000;

/**
 * Asks for another version of a pull request. For one comment, or the checks of one commit, there is one round, however often it
 * is asked for. Those that failed checks ask for are counted: what is too many is put on record as refused.
 * @throws {LifecycleError} `unknown-pull-request`, `pull-request-ended`, `round-superseded`
 */
export async function askRound(
  transaction: Transaction<Tables>,
  id: string,
  asked: AskedRound,
  telling: Telling,
  now: Date,
): Promise<Round> {
  const pullRequest = await demandPullRequest(transaction, id);
  const known = await roundByKey(transaction, id, asked);
  if (known !== undefined) return known;
  demandOpen(pullRequest);
  const isForChecks = asked.kind === 'checks';
  if (isForChecks && isBehind(pullRequest, asked.key)) {
    const message = `There is a later commit of ours on ${nameOf(pullRequest)} than ${asked.key.slice(0, 12)}.`;
    throw new LifecycleError('round-superseded', message);
  }
  const rounds = isForChecks ? await roundsOf(transaction, { pullRequest: id, limit: mostRounds }) : [];
  const before = rounds.filter(({ kind, state }) => kind === 'checks' && state !== 'refused').length;
  const message = `Failed checks asked for ${mostForChecks} versions of ${nameOf(pullRequest)} already: a person takes it from here.`;
  const round: Round = {
    ...{ ...asked, id: randomUUID(), pullRequest: id, askedAt: now.toISOString(), fence: 0 },
    ...(before < mostForChecks ? { state: 'waiting' } : { state: 'refused', answer: { message } }),
  };
  await insertRound(transaction, round);
  await tellRound(transaction, pullRequest, round, telling, now);
  return round;
}

/** Asks for another version where the checks of the commit that a branch is at have ended and some of them failed. */
export async function askForFailedChecks(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  telling: Telling,
  now: Date,
): Promise<void> {
  const { id, state, head: key, checks = [] } = pullRequest;
  const failed = checks.filter(check => check.state === 'failed');
  const isDecided = failed.length > 0 && !checks.some(check => check.state === 'pending');
  if (!isDecided || state !== 'open' || isBehind(pullRequest, key)) return;
  const text = failed
    .map(({ name }) => name)
    .join('\n')
    .slice(0, mostText);
  const url = failed.find(check => check.url !== undefined)?.url;
  const asked = { kind: 'checks', key, text, ...(url !== undefined && { url }) } as const;
  await askRound(transaction, id, asked, telling, now);
}

/** Whether we pushed to its branch after this commit of ours. */
function isBehind({ commits }: FollowedPullRequest, commit: string): boolean {
  const at = commits.indexOf(commit);
  return at >= 0 && at < commits.length - 1;
}

/** Refuses what is still asked for on a pull request that is merged. */
export async function refuseRounds(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  telling: Telling,
  now: Date,
): Promise<void> {
  const filter = { pullRequest: pullRequest.id, limit: mostRounds };
  for (const round of await roundsOf(transaction, filter)) {
    if (round.state !== 'waiting' && round.state !== 'working') continue;
    const { holder: _, leaseUntil: __, ...left } = round;
    const answer = { message: `${nameOf(pullRequest)} is merged.` };
    const refused: Round = { ...left, state: 'refused', answer };
    await swapRound(transaction, round, refused);
    await tellRound(transaction, pullRequest, refused, telling, now);
  }
}

/** @throws {LifecycleError} `pull-request-ended` */
export function demandOpen(pullRequest: FollowedPullRequest): void {
  if (pullRequest.state === 'open') return;
  throw new LifecycleError('pull-request-ended', `${nameOf(pullRequest)} is ${pullRequest.state}.`);
}

/** Puts on record, and says to the stream, that a round is now so. */
export async function tellRound(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  round: Round,
  { by, token }: Telling,
  now: Date,
): Promise<void> {
  const [own] = pullRequest.issues;
  const about = round.kind === 'comment' ? `a comment of ${round.author ?? 'somebody'}` : 'failed checks';
  const said = round.answer === undefined ? '' : ` ${round.answer.message}`;
  const reason = `Another version of ${nameOf(pullRequest)}, for ${about}.${said}`;
  const change = { by, token, action: 'round', subject: own?.issue ?? '', to: round.state, reason } as const;
  await insertAudit(transaction, change, now);
  await announceRound(transaction, pullRequest.project, round);
}
